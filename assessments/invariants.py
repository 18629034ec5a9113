"""What is always true of screening and of the jury's work (each is told in the words of those who read it: auditors and the secretariat)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.guards import SENT_LAST, settled
from assessments.states import COMPLETE_ENTRIES, COUNTING_SHEETS, SheetState, TallyState
from awards.figures.definitions import PASSED
from awards.states import NominationState
from ovop_portal.common.invariants import Invariant, register, words

# A sheet `s` and what is around it; named by file, juror and round.
SHEETS = """
    assessments_scoresheet s JOIN assessments_entry e ON e.id = s.entry_id JOIN awards_nomination n ON n.id = e.nomination_id
    JOIN assessments_juror j ON j.id = s.juror_id JOIN accounts_user u ON u.id = j.user_id
"""
SHEET = "n.number || ' user:' || u.uuid || '/' || s.round"
# The round that counts.
NEWEST = "NOT EXISTS (SELECT FROM assessments_scoresheet later WHERE (later.entry_id, later.juror_id) = (s.entry_id, s.juror_id) AND later.round > s.round)"
HAVE_PASSED = words(PASSED | {NominationState.DISQUALIFIED})
STILL_OPEN = words(COUNTING_SHEETS - {SheetState.LOCKED})


def register_all() -> None:
    """Make them known."""
    register(
        Invariant(
            "screened_by_as_many_as_the_rule_asks",
            _(
                "Setiap berkas lolos, dikembalikan, atau gugur menurut pembacaannya dan aturan seleksi penyelenggaraannya"
            ),
            f"""
            SELECT n.number FROM awards_nomination n JOIN awards_edition e ON e.id = n.edition_id
              CROSS JOIN LATERAL ({settled(SENT_LAST.format(nomination="n.id"), "e.screening_rule")}) AS readers(found)
             WHERE n.entry = 'new'
               AND (n.state IN ({HAVE_PASSED}) AND found IS DISTINCT FROM 'pass'
                OR n.state = '{NominationState.RETURNED_TO_OFFICE}' AND found IS DISTINCT FROM 'return'
                OR n.state = '{NominationState.FAILED}' AND found IS DISTINCT FROM 'fail'
               AND NOT EXISTS (SELECT FROM ledger_event WHERE subject = 'nomination:' || n.number AND kind = 'nomination.failed_unanswered'))
            """,
        ),
        Invariant(
            "no_sheet_against_a_conflict",
            _("Tidak ada lembar nilai bagi juri yang mempunyai benturan kepentingan dengan berkasnya"),
            f"""
            SELECT {SHEET} FROM {SHEETS} JOIN assessments_conflict c ON (c.juror_id, c.nomination_id) = (s.juror_id, n.id)
             WHERE s.state IN ({STILL_OPEN}) OR s.assigned_at > c.declared_at
            """,
        ),
        Invariant(
            "only_who_sits_in_the_panel_judges",
            _("Setiap lembar nilai dipegang juri yang duduk di panel berkasnya"),
            f"""
            SELECT {SHEET} FROM {SHEETS}
             WHERE NOT EXISTS (SELECT FROM assessments_panelmember seat WHERE (seat.panel_id, seat.juror_id) = (e.panel_id, s.juror_id))
            """,
        ),
        Invariant(
            "points_are_levels_of_the_rubric",
            _("Setiap nilai adalah tingkat pada rubrik penyelenggaraan dan kelompok komoditinya"),
            f"""
            SELECT DISTINCT {SHEET} || ' ' || k.code
              FROM {SHEETS} JOIN assessments_score score ON score.sheet_id = s.id
              JOIN assessments_criterion k ON k.id = score.criterion_id JOIN assessments_aspect aspect ON aspect.id = k.aspect_id
              JOIN assessments_panel panel ON panel.id = e.panel_id JOIN assessments_assessmentplan plan ON plan.edition_id = n.edition_id
             WHERE aspect.rubric_id <> plan.rubric_id OR aspect.commodity_group_id <> panel.commodity_group_id
                OR score.points IS NOT NULL
               AND NOT EXISTS (SELECT FROM assessments_level l WHERE (l.criterion_id, l.points) = (score.criterion_id, score.points))
            """,
        ),
        Invariant(
            "saves_are_numbered_without_a_gap",
            _("Simpanan tiap lembar bernomor urut tanpa celah, dan setiap nilai berasal dari salah satunya"),
            f"""
            SELECT {SHEET} FROM {SHEETS}
              LEFT JOIN LATERAL (SELECT count(*) AS n, max(version) AS last FROM assessments_scoreevent WHERE sheet_id = s.id) saved ON true
             WHERE saved.n <> s.version OR coalesce(saved.last, 0) <> s.version
            UNION
            SELECT {SHEET} FROM {SHEETS} JOIN assessments_score score ON score.sheet_id = s.id
             WHERE NOT EXISTS (SELECT FROM assessments_scoreevent saved WHERE (saved.sheet_id, saved.version) = (s.id, score.version))
            """,
        ),
        Invariant(
            "sheets_stand_in_the_journal",
            _("Setiap lembar nilai tercatat di buku jejak"),
            f"""
            SELECT {SHEET} FROM {SHEETS} WHERE NOT EXISTS (SELECT FROM ledger_event WHERE subject = 'sheet:' || s.id)
            """,
        ),
        Invariant(
            "complete_files_have_locked_sheets",
            _("Berkas yang nilainya lengkap hanya mempunyai lembar yang terkunci"),
            f"""
            SELECT n.number FROM assessments_entry e JOIN awards_nomination n ON n.id = e.nomination_id
             WHERE e.state IN ({words(COMPLETE_ENTRIES)})
               AND (EXISTS (SELECT FROM assessments_scoresheet s WHERE s.entry_id = e.id AND s.state IN ({STILL_OPEN}))
                OR NOT EXISTS (SELECT FROM assessments_scoresheet s WHERE s.entry_id = e.id AND s.state = '{SheetState.LOCKED}' AND {NEWEST}))
            """,
        ),
        Invariant(
            "results_count_every_locked_sheet",
            _("Hasil yang diumumkan menghitung setiap lembar yang terkunci, dan tidak ada yang lain"),
            f"""
            SELECT n.number || ' tally ' || t.n
              FROM assessments_tally t JOIN awards_publication p USING (edition_id) JOIN assessments_tallyrow r ON r.tally_id = t.id
              JOIN assessments_entry e ON e.id = r.entry_id JOIN awards_nomination n ON n.id = e.nomination_id
             WHERE t.state = '{TallyState.SEALED}'
               AND t.n = (SELECT max(n) FROM assessments_tally WHERE edition_id = t.edition_id AND state = '{TallyState.SEALED}')
               AND r.jurors <> (SELECT count(*) FROM assessments_scoresheet s WHERE s.entry_id = e.id AND s.state = '{SheetState.LOCKED}' AND {NEWEST})
            UNION ALL
            SELECT 'edition ' || e.year || ' tally ' || t.n
              FROM assessments_tally t JOIN awards_publication p USING (edition_id) JOIN awards_edition e ON e.id = edition_id
             WHERE t.sealed_at > p.published_at
            """,
        ),
        Invariant(
            "weights_sum_to_the_whole",
            _("Bobot rubrik tiap kelompok komoditi berjumlah tepat, begitu pula kriteria tiap aspeknya"),
            """
            SELECT rubric.code || ' ' || g.code
              FROM assessments_rubric rubric CROSS JOIN ikm_commoditygroup g
              LEFT JOIN assessments_aspect a ON a.rubric_id = rubric.id AND (a.commodity_group_id IS NULL OR a.commodity_group_id = g.code)
             GROUP BY rubric.id, g.code HAVING coalesce(sum(a.max_points), 0) <> rubric.total_points
            UNION ALL
            SELECT rubric.code || ' ' || a.code
              FROM assessments_aspect a JOIN assessments_rubric rubric ON rubric.id = a.rubric_id LEFT JOIN assessments_criterion k ON k.aspect_id = a.id
             GROUP BY rubric.code, a.id HAVING coalesce(sum(k.max_points), 0) <> a.max_points
            """,
        ),
        Invariant(
            "stars_follow_the_line",
            _("Bintang pada rekap adalah yang diberi garis kepada nilai resminya"),
            f"""
            SELECT n.number || ' tally ' || t.n
              FROM assessments_tallyrow r JOIN assessments_tally t ON t.id = r.tally_id
              JOIN assessments_entry e ON e.id = r.entry_id JOIN assessments_panel panel ON panel.id = e.panel_id
              JOIN awards_nomination n ON n.id = e.nomination_id JOIN awards_edition edition ON edition.id = t.edition_id
              JOIN awards_starscheme scheme ON scheme.code = edition.scheme_id
              CROSS JOIN LATERAL (
                SELECT coalesce(max(line.stars), 0) AS stars FROM assessments_starline line
                 WHERE line.line_set_id = t.star_lines_id AND line.lower <= r.official
                   AND line.commodity_group_id IS NOT DISTINCT FROM (
                    SELECT own.commodity_group_id FROM assessments_starline own
                     WHERE own.line_set_id = t.star_lines_id AND own.commodity_group_id = panel.commodity_group_id LIMIT 1)) rule
             WHERE t.state = '{TallyState.SEALED}'
               AND r.stars <> CASE WHEN r.is_capped THEN least(rule.stars, scheme.max_stars - 1) ELSE rule.stars END
            """,
        ),
    )
