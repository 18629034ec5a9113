"""The words of made seasons. Firms, owners, motifs and villages are put together from coined parts; crafts, materials and places are real.

No part of a coined name is the name of a firm that ever held the award; the strip above every page of the demo says that all of it is invented.
"""

from __future__ import annotations

from dataclasses import dataclass

# Coined names: one of each.
FIRST = [
    "Rengga",
    "Tirta",
    "Sangka",
    "Kemun",
    "Anda",
    "Rembang",
    "Larat",
    "Wana",
    "Suru",
    "Pala",
    "Talun",
    "Wulu",
    "Damar",
    "Banyu",
    "Kunir",
    "Randu",
    "Saga",
    "Teja",
    "Ulin",
    "Widu",
    "Jembar",
    "Gaya",
    "Lodra",
    "Nirta",
    "Oyan",
    "Pandu",
    "Rumba",
    "Senta",
    "Tumba",
    "Wira",
    "Beru",
    "Ciri",
    "Dendang",
    "Galih",
    "Hanum",
    "Ilat",
    "Jeram",
    "Karsa",
    "Limar",
    "Mayang",
]
SECOND = [
    "luwih",
    "rawit",
    "luna",
    "lumbu",
    "tara",
    "wangun",
    "jenar",
    "sedya",
    "langit",
    "raras",
    "nila",
    "sogan",
    "awan",
    "kelana",
    "manik",
    "paru",
    "sela",
    "rangka",
    "wening",
    "turi",
    "galar",
    "simpai",
    "kalis",
    "dami",
    "arum",
]
FAMILY = [
    "Rengganala",
    "Tirtaluna",
    "Sangkawira",
    "Kemuntara",
    "Andaluwih",
    "Larasedya",
    "Wanarupa",
    "Surutama",
    "Palarangka",
    "Taluntirta",
    "Widuraras",
    "Jembarsela",
    "Lodrawira",
    "Nirtawening",
    "Oyanmanik",
    "Pandukelana",
    "Sentarupa",
    "Tumbalaras",
    "Berukarsa",
    "Galihsedya",
]

WOMEN = {
    "bali": ["Ni Wayan", "Ni Made", "Ni Nyoman", "Ni Ketut"],
    "jawa": ["Siti", "Sri", "Endang", "Retno", "Wahyuni", "Lestari"],
    "sumatera": ["Nurhayati", "Rosmiati", "Yusnidar", "Elvi", "Murni"],
    "timur": ["Maria", "Yuliana", "Fransiska", "Marlina", "Rahmatia"],
}
MEN = {
    "bali": ["I Wayan", "I Made", "I Nyoman", "I Ketut"],
    "jawa": ["Slamet", "Bambang", "Agus", "Suyatno", "Joko"],
    "sumatera": ["Syafrizal", "Zulkifli", "Amrizal", "Hasan", "Rusli"],
    "timur": ["Yohanes", "Petrus", "Abdul", "Markus", "Husain"],
}
CULTURE = {"11": "sumatera", "51": "bali", "52": "timur", "53": "timur", "3": "jawa", "1": "sumatera", "2": "sumatera"}

MOTIFS = ["Daun", "Ombak", "Burung", "Pucuk", "Akar", "Sisik", "Bunga", "Kembang", "Tumpal", "Awan", "Buah", "Ranting"]
OFFICES = [
    "Dinas Perindustrian dan Perdagangan",
    "Dinas Perindustrian dan Tenaga Kerja",
    "Dinas Koperasi, UKM, Perindustrian, dan Perdagangan",
    "Dinas Perdagangan, Perindustrian, dan ESDM",
    "Dinas Perindustrian, Koperasi, dan UKM",
]


@dataclass(frozen=True)
class Craft:
    """A kind of product: what it is called, what it is made of and how, where it is at home (codes of provinces; empty: anywhere)."""

    noun: str
    material: str
    kbli: str
    technique: str
    unit: str
    at_home: frozenset[str] = frozenset()
    has_motif: bool = False

    @property
    def everywhere(self) -> bool:
        return not self.at_home


def _craft(
    noun: str, material: str, kbli: str, technique: str, unit: str, at_home: str = "", *, motif: bool = False
) -> Craft:
    return Craft(noun, material, kbli, technique, unit, frozenset(at_home.split()), motif)


FOOD, WEAVING, BATIK, WICKER, POTTERY = "makanan_minuman", "kain_tenun", "kain_batik", "anyaman", "gerabah"

CRAFTS = {
    FOOD: [
        _craft("Keripik singkong", "singkong", "10794", "diiris tipis dan digoreng dalam dua tahap", "bungkus"),
        _craft(
            "Kopi bubuk robusta",
            "biji kopi robusta",
            "10761",
            "disangrai dengan api kayu dan digiling halus",
            "bungkus",
        ),
        _craft("Gula semut aren", "nira aren", "10799", "dimasak perlahan lalu dikristalkan dengan tangan", "kemasan"),
        _craft(
            "Bumbu masak kering",
            "rempah setempat",
            "10772",
            "digiling, dikeringkan, dan dikemas tanpa pengawet",
            "kemasan",
        ),
        _craft("Dodol", "ketan dan santan", "10796", "diaduk di atas tungku selama enam jam", "kotak"),
        _craft(
            "Kerupuk ikan",
            "ikan tangkapan nelayan setempat",
            "10794",
            "dijemur di para-para lalu digoreng pasir",
            "bungkus",
        ),
        _craft("Kacang sangrai", "kacang tanah", "10793", "disangrai dengan pasir dan garam", "bungkus"),
        _craft("Teh daun kering", "pucuk daun teh rakyat", "10763", "dilayukan dan dikeringkan bertahap", "kemasan"),
        _craft(
            "Rendang kering", "daging sapi dan kelapa", "10799", "dimasak di tungku kayu sampai kering", "kemasan", "13"
        ),
        _craft(
            "Karak kaliang",
            "singkong dan kunyit",
            "10794",
            "dibentuk angka delapan dengan tangan lalu digoreng",
            "bungkus",
            "13",
        ),
        _craft("Sagu lempeng", "tepung sagu", "10799", "dipanggang di cetakan tanah", "kotak", "71 74 53"),
        _craft("Abon ikan", "ikan tuna", "10799", "disuwir, dibumbui, dan ditiriskan", "kemasan", "71 73 74 52"),
    ],
    WEAVING: [
        _craft(
            "Songket",
            "benang katun dan benang logam",
            "13122",
            "ditenun dengan pakan tambahan",
            "lembar",
            "13 16 52 61 12 14 17 19",
            motif=True,
        ),
        _craft(
            "Kain tenun ikat",
            "benang katun pintal",
            "13122",
            "diikat, dicelup, dan ditenun dengan gedogan",
            "lembar",
            "53 51 35 33 61 62 73",
            motif=True,
        ),
        _craft(
            "Kain endek",
            "benang sutera dan katun",
            "13122",
            "diikat pada pakan dan ditenun dengan alat tenun bukan mesin",
            "lembar",
            "51",
            motif=True,
        ),
        _craft("Lurik", "benang katun", "13121", "ditenun dengan alat tenun bukan mesin", "meter", "33 34"),
        _craft(
            "Sarung tenun",
            "benang sutera",
            "13122",
            "ditenun dengan alat tenun kayu",
            "lembar",
            "73 74 36 64",
            motif=True,
        ),
        _craft(
            "Kain tapis",
            "benang katun dan benang emas",
            "13122",
            "ditenun lalu disulam dengan tangan",
            "lembar",
            "18",
            motif=True,
        ),
        _craft("Ulos tenun", "benang katun", "13122", "ditenun dengan gedogan", "lembar", "12", motif=True),
        _craft(
            "Selendang tenun", "benang katun", "13122", "ditenun dengan alat tenun bukan mesin", "lembar", motif=True
        ),
    ],
    BATIK: [
        _craft(
            "Batik tulis",
            "kain katun dan pewarna alam",
            "13134",
            "dibatik dengan canting dan dicelup pewarna alam",
            "lembar",
            motif=True,
        ),
        _craft("Batik cap", "kain katun", "13134", "dicap dengan tembaga dan dilorod tiga kali", "lembar", motif=True),
        _craft("Batik kombinasi", "kain katun dan sutera", "13134", "memadukan canting dan cap", "lembar", motif=True),
    ],
    WICKER: [
        _craft("Tas anyaman pandan", "daun pandan duri", "16292", "direbus, dijemur, dan dianyam rapat", "buah"),
        _craft("Keranjang bambu", "bambu apus", "16291", "diraut tipis dan dianyam tiga arah", "buah"),
        _craft("Tikar pandan", "daun pandan", "16292", "dianyam dua lapis", "lembar", "11 12 13 36 32 73"),
        _craft(
            "Kursi rotan", "rotan manau", "16291", "dibengkokkan dengan uap dan diikat", "buah", "62 63 64 33 32 72"
        ),
        _craft("Tas purun", "purun danau", "16292", "ditumbuk, diwarnai, dan dianyam", "buah", "63 16 62 19"),
        _craft("Anyaman ketak", "batang ketak", "16292", "dililit berputar dan diasapi", "buah", "52"),
        _craft("Anyaman lontar", "daun lontar", "16292", "dibelah halus dan dianyam", "buah", "53 51"),
    ],
    POTTERY: [
        _craft(
            "Gerabah hias",
            "tanah liat sawah",
            "23932",
            "dibentuk dengan putaran kaki dan dibakar dengan jerami",
            "buah",
        ),
        _craft("Vas terakota", "tanah liat merah", "23939", "dibentuk tangan, digosok batu, dan dibakar", "buah"),
        _craft(
            "Perangkat minum keramik",
            "tanah liat putih",
            "23931",
            "diputar, diglasir, dan dibakar 1.200 derajat",
            "set",
            "32 33 34 35 61 51",
        ),
        _craft("Tempayan", "tanah liat", "23932", "dibentuk dengan papan pemukul", "buah", "52 13 53"),
    ],
}

# What stands before a firm's coined name.
TRADES = {
    FOOD: ["Dapur", "Olahan", "Rasa", "Pangan"],
    WEAVING: ["Tenun", "Griya Tenun", "Wastra"],
    BATIK: ["Batik", "Griya Batik", "Canting"],
    WICKER: ["Anyaman", "Kriya Anyam", "Serat"],
    POTTERY: ["Gerabah", "Tembikar", "Tanah Liat"],
}
SENTRA_WORD = {FOOD: "Pangan Olahan", WEAVING: "Tenun", BATIK: "Batik", WICKER: "Anyaman", POTTERY: "Gerabah"}

BEGINNINGS = [
    "{owner} belajar membuat {noun} dari ibunya di {village}.",
    "Usaha ini bermula pada {year} dari satu tungku kecil di {village}.",
    "Di {village}, {noun} dibuat orang sejak lama, dan {owner} meneruskannya.",
    "Pada {year} {owner} mengajak tetangganya di {village} membuat {noun} bersama.",
    "{noun_up} ini lahir dari kebiasaan warga {village} menyambut panen.",
]
MIDDLES = [
    "{material_up} diambil dari kebun dan pemasok di sekitar sentra, lalu {technique}.",
    "Setiap {unit} {technique}, tanpa mesin besar.",
    "Bahan utamanya {material}; pengerjaannya {technique}.",
    "Tangan yang sama memilih {material} dan menyelesaikan setiap {unit}: {technique}.",
]
ENDINGS = [
    "Kini {workers} orang bekerja di sini, sebagian besar perempuan dari kecamatan ini.",
    "Anak-anak muda di sentra ikut belajar setiap Sabtu.",
    "Sisa bahan dipakai kembali, supaya tidak ada yang terbuang.",
    "Pembeli datang dari kota, dan ceritanya ikut terbawa pulang.",
    "Separuh keuntungan kelompok disisihkan untuk bahan musim berikutnya.",
]
DISTINCTIONS = {
    FOOD: "Rasa {material} {district} yang diolah menurut resep keluarga, tanpa pengawet",
    WEAVING: "Motif {motif} khas {district}, ditenun dari benang yang dicelup pewarna alam setempat",
    BATIK: "Motif {motif} yang diilhami alam {district}, diwarnai kulit kayu dan daun setempat",
    WICKER: "Pola anyam {motif} khas {district} dari {material} yang tumbuh di sekitar sentra",
    POTTERY: "Bentuk dan ragam hias {motif} dari {material} {district}",
}
