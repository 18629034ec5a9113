"""What is always true of nominations and awards (each is told in the words of those who read it: auditors and the secretariat)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from awards.dossier.snapshot import SQL_GROUP, SQL_KINDS_WITH_COPY
from awards.notices import kinds
from awards.states import NOT_LIVE, NominationState
from ovop_portal.common.invariants import Invariant, register, words

OF_RESULTS = words(kind.code for kind in (kinds.AWARDED, kinds.NOT_AWARDED, kinds.RESULTS_OUT))

# The key of a notice says which edition it is about (`notices`).
YEAR_OF_NOTICE = "substring(told.key FROM '^(?:edition:|nomination:OVOP-)([0-9]{4})')"


def register_all() -> None:
    """Make them known."""
    register(
        Invariant(
            "one_live_nomination",
            _("Satu produk paling banyak mempunyai satu pengajuan yang berjalan dalam satu penyelenggaraan"),
            f"""
            SELECT string_agg(number, ', ' ORDER BY number) FROM awards_nomination
             WHERE state NOT IN ({words(NOT_LIVE)}) GROUP BY edition_id, product_id HAVING count(*) > 1
            """,
        ),
        Invariant(
            "nominations_stand_in_the_journal",
            _("Setiap pengajuan tercatat di buku jejak"),
            """
            SELECT n.number FROM awards_nomination n WHERE NOT EXISTS (SELECT FROM ledger_event WHERE subject = 'nomination:' || n.number)
            """,
        ),
        Invariant(
            "sent_with_every_required_paper",
            _("Setiap kiriman memuat semua dokumen wajib penyelenggaraannya"),
            f"""
            SELECT n.number || '/' || s.n || ' ' || paper.code
              FROM awards_submission s JOIN awards_nomination n ON n.id = s.nomination_id
              JOIN awards_requiredpaper paper ON paper.edition_id = n.edition_id
               AND (paper.commodity_group_id IS NULL OR paper.commodity_group_id = {SQL_GROUP})
             WHERE NOT EXISTS (SELECT FROM ({SQL_KINDS_WITH_COPY}) AS there(kind) WHERE there.kind = ANY (paper.kinds))
            """,
        ),
        Invariant(
            "what_was_sent_is_known",
            _("Setiap dokumen dalam kiriman dikenal portal"),
            """
            SELECT n.number || '/' || s.n FROM awards_submission s JOIN awards_nomination n ON n.id = s.nomination_id
             WHERE EXISTS (SELECT FROM unnest(s.documents) AS sent(uuid) WHERE NOT EXISTS (SELECT FROM documents_document d WHERE d.uuid = sent.uuid))
            """,
        ),
        Invariant(
            "acts_are_of_their_region",
            _("Surat kepala daerah hanya mengusulkan berkas daerah dan penyelenggaraannya sendiri"),
            """
            SELECT n.number FROM awards_nomination n JOIN awards_endorsement act ON act.id = n.endorsement_id
             WHERE (act.regency_id, act.edition_id) IS DISTINCT FROM (n.regency_id, n.edition_id)
            """,
        ),
        Invariant(
            "nothing_is_told_before_the_publication",
            _("Sebelum pengumuman tidak ada piagam, tonggak, atau kabar tentang hasil"),
            f"""
            SELECT n.number
              FROM awards_publishedaward issued JOIN awards_award a ON a.id = issued.award_id JOIN awards_nomination n ON n.id = a.nomination_id
             WHERE NOT EXISTS (SELECT FROM awards_publication p WHERE p.edition_id = n.edition_id AND p.visible_from <= issued.visible_from)
            UNION
            SELECT n.number FROM awards_milestone m JOIN awards_nomination n ON n.id = m.nomination_id
             WHERE m.code IN ('awarded', 'not_awarded')
               AND NOT EXISTS (SELECT FROM awards_publication p WHERE p.edition_id = n.edition_id AND p.visible_from <= m.at)
            UNION
            SELECT 'notice ' || told.uuid FROM notifications_notice told
             WHERE told.kind IN ({OF_RESULTS})
               AND NOT EXISTS (
                SELECT FROM awards_publication p JOIN awards_edition e ON e.id = p.edition_id
                 WHERE e.year = ({YEAR_OF_NOTICE})::int AND p.visible_from <= told.created_at)
            """,
        ),
        Invariant(
            "nothing_joins_a_published_result",
            _("Sesudah pengumuman tidak ada keputusan, rekomendasi, atau kiriman yang ditambahkan"),
            """
            SELECT 'edition ' || e.year || ' decree ' || d.number
              FROM awards_determination d JOIN awards_publication p USING (edition_id) JOIN awards_edition e ON e.id = edition_id
             WHERE d.entered_at > p.published_at
            UNION ALL
            SELECT n.number FROM awards_recommendation r JOIN awards_nomination n ON n.id = r.nomination_id JOIN awards_publication p USING (edition_id)
             WHERE r.made_at > p.published_at
            UNION ALL
            SELECT n.number FROM awards_submission s JOIN awards_nomination n ON n.id = s.nomination_id JOIN awards_publication p USING (edition_id)
             WHERE s.sent_at > p.published_at
            """,
        ),
        Invariant(
            "each_award_has_its_own_certificate",
            _("Setiap terbitan bintang yang diumumkan mempunyai satu piagam, dengan berkas yang sidiknya tercatat"),
            """
            SELECT a.code FROM awards_award a JOIN awards_nomination n ON n.id = a.nomination_id JOIN awards_publication p USING (edition_id)
              LEFT JOIN awards_publishedaward issued ON issued.award_id = a.id LEFT JOIN awards_certificate c ON c.published_id = issued.id
              LEFT JOIN documents_document d ON d.uuid = c.document_id
             WHERE c.id IS NULL OR c.sha256 IS DISTINCT FROM d.blob_id
            UNION ALL
            SELECT string_agg(issued.code, ', ' ORDER BY issued.code) FROM awards_certificate c JOIN awards_publishedaward issued ON issued.id = c.published_id
             GROUP BY c.sha256 HAVING c.sha256 IS NOT NULL AND count(*) > 1
            """,
        ),
        Invariant(
            "issues_are_numbered_without_a_gap",
            _("Terbitan tiap bintang bernomor urut tanpa celah: yang dikoreksi tetap terbaca"),
            """
            SELECT a.code FROM awards_publishedaward issued JOIN awards_award a ON a.id = issued.award_id
             GROUP BY a.code HAVING max(issued.issue) <> count(*) OR min(issued.issue) <> 1
            """,
        ),
        Invariant(
            "awards_keep_what_they_were_given_for",
            _("Setiap bintang mempunyai pengajuan yang ditetapkan, kiriman, dan rekomendasi"),
            f"""
            SELECT a.code FROM awards_award a JOIN awards_nomination n ON n.id = a.nomination_id
             WHERE n.state <> '{NominationState.DETERMINED}'
                OR NOT EXISTS (SELECT FROM awards_submission s WHERE s.nomination_id = n.id)
                OR NOT EXISTS (SELECT FROM awards_recommendation r WHERE r.nomination_id = n.id AND r.stars = a.stars)
            """,
        ),
    )
