"""The data that the packs are made from, as their cards name it."""

from __future__ import annotations

BACKBONE = {
    "name": "all-MiniLM-L6-v2 (sentence-transformers), from nreimers/MiniLM-L6-H384-uncased",
    "licence": "Apache-2.0",
    "use": "weights and vocabulary",
    "caveat": "its authors trained it on over a billion public sentence pairs, SNLI, MultiNLI and "
    "Quora Duplicate Questions among them",
}
CUAD = {
    "name": "CUAD v1 (The Atticus Project)",
    "licence": "CC BY 4.0",
    "use": "companies outside the held-out 15 %",
}
WNUT = {"name": "WNUT17", "licence": "CC BY 4.0", "use": "train"}
WIKIGOLD = {"name": "wikigold", "licence": "CC BY 4.0", "use": "85 % of the sentences"}
FIN5 = {
    "name": "SEC filings FIN5 (Salinas Alvarado et al., 2015)",
    "licence": "CC BY 3.0",
    "use": "85 % of the sentences; organisations and places only",
}
TEMPLATES = {
    "name": "Common Paper, Bonterms and OpenAgreements templates",
    "licence": "CC BY 4.0; CC0 1.0",
    "use": "blanks filled with invented values; a fifth of the templates held out",
}
GENERATED = {
    "name": "Sentences, forms and terms written for this project, filled with invented values",
    "licence": "Apache-2.0",
    "use": "generated anew for every epoch",
}
WRITTEN = {
    "name": "Sentences written for this project (training/written)",
    "licence": "Apache-2.0",
    "use": "94 % of the lines",
}
SNLI = {
    "name": "SNLI (dev part only)",
    "licence": "CC BY-SA 4.0",
    "use": "92 % of the dev premises; the test part measures only",
    "caveat": "share-alike: whether weights inherit it is not settled",
}
CAD = {
    "name": "CAD-NLI (Kaushik, Hovy, Lipton, 2020), train",
    "licence": "Apache-2.0, built on SNLI (CC BY-SA 4.0)",
    "use": "92 % of the premises",
    "caveat": "share-alike: whether weights inherit it is not settled",
}
CONJ = {
    "name": "ConjNLI, machine-made training part",
    "licence": "MIT",
    "use": "5,000 pairs",
    "caveat": "noisy",
}
MED = {
    "name": "MED (Yanaka et al., 2019)",
    "licence": "CC BY-SA 4.0",
    "use": "92 % of the premises",
    "caveat": "share-alike: whether weights inherit it is not settled",
}
CONTRACT_NLI = {
    "name": "ContractNLI (Koreeda, Manning, 2021)",
    "licence": "CC BY 4.0",
    "use": "train documents",
}
EDGAR = {
    "name": "EDGAR agreements (LexPredict ContraxSuite samples)",
    "licence": "CC BY-SA 4.0",
    "use": "sentences, edited; half of the documents, 85 % of the companies",
    "caveat": "share-alike: whether weights inherit it is not settled; the texts are public filings",
}
EDGAR_BLOCKS = {
    **EDGAR,
    "use": "windows around signature and notice blocks; half of the documents, 85 % of the companies",
}
KLEISTER = {
    "name": "Kleister NDA (Applica), train",
    "licence": "none stated; the texts are EDGAR filings",
    "use": "85 % of the train documents; dev-0 measures only",
    "caveat": "public filings; the labels have no licence of their own",
}
FILINGS = {
    "name": "Announcements of Chinese listed companies (FDDC 2018)",
    "licence": "Apache-2.0 for the repository; none for the data",
    "use": "80 % of the companies",
    "caveat": "public filings; the labels come from a competition without a licence of their own",
}
TEMPLATES_ZH = {
    "name": "Chinese contract templates (448 of 24 classes)",
    "licence": "none stated",
    "use": "blanks filled with invented values, clauses edited; five classes held out",
    "caveat": "templates without a stated licence",
}
WEIBO = {
    "name": "Weibo NER",
    "licence": "CC BY-SA 3.0",
    "use": "85 % of the posts",
    "caveat": "share-alike: whether weights inherit it is not settled",
}
LAWS_ZH = {
    "name": "Statutes, regulations and judicial interpretations of the PRC",
    "licence": "official texts, outside copyright",
    "use": "masked words; sentences, edited",
}
CEDICT = {
    "name": "CC-CEDICT",
    "licence": "CC BY-SA 4.0",
    "use": "the first embeddings of Chinese words; words and their meanings as pairs; words exchanged "
    "in English sentences",
    "caveat": "share-alike: whether weights inherit it is not settled",
}
WORD_LISTS = {
    "name": "jieba's word list, OpenCC's character table",
    "licence": "MIT; Apache-2.0",
    "use": "choice of vocabulary; traditional characters read as simplified ones",
}

ENCODER = (LAWS_ZH, CEDICT, WORD_LISTS)
"""What the encoder that every pack starts from has seen, beside the sets that a card names anyway."""
