"""Records in the formats in which the world hands them out. All works are invented (DOI prefix 10.5555)."""

import json
from typing import Any

WORK: dict[str, Any] = {
    "DOI": "10.5555/Back.2024.17",
    "type": "journal-article",
    "title": ["Oestrogen patches and <i>morning</i> stiffness"],
    "subtitle": ["a randomised trial"],
    "author": [
        {"given": "Jane M.", "family": "Doe", "sequence": "first"},
        {"given": "Jean-Pierre", "family": "Roe"},
        {"name": "The Stiffness Study Group"},
    ],
    "container-title": ["Journal of Invented Backs"],
    "short-container-title": ["J Invent Backs"],
    "published-print": {"date-parts": [[2024, 5]]},
    "volume": "12",
    "issue": "3",
    "page": "117–129",
    "publisher": "Invented Press",
    "language": "en",
}


def answer(**more: Any) -> bytes:
    """What Crossref's works route answers."""
    return json.dumps({"status": "ok", "message-type": "work", "message": {**WORK, **more}}).encode()


RETRACTED = [
    {"DOI": "10.5555/c", "type": "correction", "updated": {"date-parts": [[2024, 8, 1]]}},
    {"DOI": "10.5555/r", "type": "retraction", "updated": {"date-parts": [[2025, 2, 6]]}},
    {"DOI": "10.5555/r", "type": "retraction", "updated": {"date-parts": [[2025, 2, 7]]}},
]


def pubmed(more: str = "", types: str = "Journal Article", title: str = "Patches and stiffness.") -> bytes:
    """What PubMed's EFetch answers for one article."""
    head = '<?xml version="1.0" ?>'
    kinds = "".join(f"<PublicationType>{one}</PublicationType>" for one in types.split("|"))
    return f"""{head}
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"
 "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">31415926</PMID>
<DateRevised><Year>2025</Year><Month>03</Month><Day>09</Day></DateRevised>
<Article><Journal><JournalIssue><Volume>12</Volume><Issue>3</Issue><PubDate><MedlineDate>2024 May-Jun</MedlineDate>
</PubDate></JournalIssue><Title>Journal of invented backs</Title><ISOAbbreviation>J. Invent. Backs</ISOAbbreviation>
</Journal><ArticleTitle>{title}</ArticleTitle><Pagination><MedlinePgn>117-29</MedlinePgn></Pagination>
<AuthorList><Author><LastName>Doe</LastName><ForeName>Jane M</ForeName><Initials>JM</Initials></Author>
<Author><CollectiveName>The Stiffness Study Group</CollectiveName></Author></AuthorList><Language>eng</Language>
<PublicationTypeList>{kinds}</PublicationTypeList></Article>
<MeshHeadingList><MeshHeading><DescriptorName>Back Pain</DescriptorName></MeshHeading></MeshHeadingList>{more}
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="doi">10.5555/Back.2024.17</ArticleId>
<ArticleId IdType="pmc">PMC1234567</ArticleId></ArticleIdList></PubmedData></PubmedArticle>
</PubmedArticleSet>""".encode()


COMMENT = (
    '<CommentsCorrectionsList><CommentsCorrections RefType="{}"><RefSource>{}</RefSource>'
    "</CommentsCorrections></CommentsCorrectionsList>"
)

HEAD = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,"
    "Reason,Paywalled,Notes"
)


def line(record: int, doi: str = "", pmid: str = "0", nature: str = "Retraction", on: str = "2/6/2025 0:00") -> str:
    """One line of the Retraction Watch table."""
    start = f'{record},"A title, with a comma",(HSC),,,,,,,Research Article;'
    return f"{start},{on},10.5555/n{record},0,5/1/2024 0:00,{doi},{pmid},{nature},+Error in Data;+Fake;,No,"


def table(*lines: str) -> bytes:
    return "\r\n".join([HEAD, *lines, ""]).encode()
