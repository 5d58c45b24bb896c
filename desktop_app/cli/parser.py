"""The words of the command line. What they do is imported only when they are called."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from db.enums import Direction, RecordKind
from desktop_app import VERSION
from desktop_app.cli.wording import Parser

RECORD_LISTS: dict[str, str] = {
    "partner": "đối tác",
    "visit": "đoàn ra, đoàn vào",
    "agreement": "thỏa thuận",
    "commitment": "cam kết",
    "figure": "số liệu",
    "person": "nhân vật",
    "article": "tin bài",
}
SEARCHED = [
    kind.value
    for kind in (
        RecordKind.ARTICLE,
        RecordKind.PARTNER,
        RecordKind.PERSON,
        RecordKind.VISIT,
        RecordKind.AGREEMENT,
        RecordKind.COMMITMENT,
        RecordKind.FIGURE,
    )
]


class _Commands:
    """Adds subcommands that carry the global options and the name of their function."""

    def __init__(self, parser: argparse.ArgumentParser, title: str) -> None:
        self._actions = parser.add_subparsers(title=title, metavar="LỆNH", parser_class=Parser)

    def add(self, name: str, home: str, text: str) -> argparse.ArgumentParser:
        parser = self._actions.add_parser(name, help=text, description=text[:1].upper() + text[1:] + ".")
        _add_global(parser, default=argparse.SUPPRESS)
        parser.set_defaults(does=home)
        return parser

    def group(self, name: str, text: str) -> _Commands:
        parser = self._actions.add_parser(name, help=text, description=text[:1].upper() + text[1:] + ".")
        _add_global(parser, default=argparse.SUPPRESS)
        parser.set_defaults(does="", group=parser)
        return _Commands(parser, "Lệnh con")


def make_parser() -> argparse.ArgumentParser:
    """Return the parser. Parsed arguments hold ``does``, "module:function" of the command or ``""``."""
    parser = Parser(
        prog="bang-giao",
        description="Kho tin bài và hồ sơ đối tác của Sở Ngoại vụ. Không có lệnh nào thì mở cửa sổ.",
    )
    parser.add_argument("--version", action="version", version=f"Bang Giao {VERSION}", help="hiện phiên bản")
    _add_global(parser, default=None)
    window = parser.add_argument_group("Tùy chọn của cửa sổ")
    window.add_argument(
        "--smoke", action="store_true", help="mở cửa sổ với một kho thử, làm vài việc rồi đóng"
    )
    window.add_argument("--screenshot", type=Path, metavar="TỆP.png", help="với --smoke: lưu hình cửa sổ")
    parser.set_defaults(does="", group=None)
    commands = _Commands(parser, "Lệnh")
    for add in (_add_articles, _add_review, _add_search, _add_records, _add_paper, _add_care, _add_bench):
        add(commands)
    return parser


def _add_global(parser: argparse.ArgumentParser, default: object) -> None:
    parser.add_argument("--library", type=Path, metavar="THƯ_MỤC", default=default, help="thư mục của kho")
    json_default = False if default is None else default
    parser.add_argument("--json", action="store_true", default=json_default, help="kết quả ở dạng JSON")


def _add_articles(commands: _Commands) -> None:
    demo = commands.add("demo", "demo:run", "tạo kho mẫu, duyệt, tìm kiếm và in hồ sơ để xem thử")
    demo.add_argument("--out", type=Path, metavar="THƯ_MỤC", help="nơi ghi hồ sơ (mặc định: bang-giao-demo)")

    importing = commands.add("import", "importing:run", "nhập tin bài từ tệp và thư mục")
    importing.add_argument("paths", nargs="+", type=Path, metavar="ĐƯỜNG_DẪN", help="tệp hoặc thư mục")
    importing.add_argument("--jsonl", action="store_true", help="tệp có mỗi dòng là một bài")
    importing.add_argument("--near", action="store_true", help="nhập cả bài gần giống bài đã có")

    suggest = commands.add("suggest", "suggesting:run", "đưa ra gợi ý từ một bài mà không lưu gì")
    suggest.add_argument("file", nargs="?", type=Path, metavar="TỆP", help="tệp bài cần đọc")
    suggest.add_argument("--jsonl", action="store_true", help="đọc mỗi dòng một bài từ đầu vào chuẩn")
    suggest.add_argument("--home", default="", metavar="TỈNH", help="tỉnh của cơ quan")
    suggest.add_argument("--published", default="", metavar="NGÀY", help="ngày đăng, ví dụ 2024-06-24")


def _add_review(commands: _Commands) -> None:
    group = commands.group("review", "xem và duyệt gợi ý")
    listing = group.add("list", "review:list_pending", "các gợi ý đang chờ duyệt")
    listing.add_argument("--article", type=int, metavar="SỐ", help="chỉ của tin bài này")
    show = group.add("show", "review:show", "một gợi ý cùng đoạn văn làm căn cứ")
    show.add_argument("id", type=int, metavar="SỐ", help="số của gợi ý")
    for name, text in (("accept", "duyệt gợi ý"), ("reject", "bác bỏ gợi ý")):
        many = group.add(name, f"review:{name}", text)
        many.add_argument("ids", type=int, nargs="+", metavar="SỐ", help="số của gợi ý")
        if name == "reject":
            many.add_argument("--reason", default="", metavar="CHỮ", help="lý do bác bỏ")
    edit = group.add("edit", "review:edit", "sửa gợi ý rồi duyệt")
    edit.add_argument("id", type=int, metavar="SỐ", help="số của gợi ý")
    edit.add_argument("values", nargs="+", metavar="TRƯỜNG=GIÁ_TRỊ", help="ví dụ period=2022-06-09")
    accept_all = group.add("accept-all", "review:accept_all", "duyệt các gợi ý không có nghi ngờ")
    accept_all.add_argument(
        "articles", type=int, nargs="*", metavar="SỐ", help="số của tin bài; bỏ trống là tất cả"
    )
    merge = group.add("merge", "review:merge", "gộp gợi ý vào một mục đã có")
    merge.add_argument("id", type=int, metavar="SỐ", help="số của gợi ý")
    merge.add_argument("target", metavar="LOẠI:SỐ", help="ví dụ visit:3")


def _add_search(commands: _Commands) -> None:
    search = commands.add("search", "searching:run", "tìm trong kho")
    search.add_argument("query", nargs="?", metavar="CÂU_TÌM", help="từ cần tìm, có dấu hoặc không dấu")
    search.add_argument("--jsonl", action="store_true", help="đọc mỗi dòng một câu tìm từ đầu vào chuẩn")
    search.add_argument("--limit", type=count, default=20, metavar="SỐ", help="số kết quả (mặc định 20)")
    search.add_argument("--offset", type=count, default=0, metavar="SỐ", help="bỏ qua số kết quả đầu")
    search.add_argument("--kind", action="append", choices=SEARCHED, default=[], help="chỉ loại này")
    search.add_argument("--partner", default="", metavar="ĐỐI_TÁC", help="tên hoặc số của đối tác")
    search.add_argument(
        "--sort", choices=["relevance", "newest", "oldest"], default="relevance", help="thứ tự"
    )
    _add_filters(search)


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--country", default="", metavar="NƯỚC", help="nước")
    parser.add_argument(
        "--direction", choices=[item.value for item in Direction], default="", help="chiều của đoàn"
    )
    parser.add_argument("--field", default="", metavar="LĨNH_VỰC", help="lĩnh vực hợp tác")
    parser.add_argument("--year", type=int, metavar="NĂM", help="năm")
    parser.add_argument("--tag", default="", metavar="NHÃN", help="nhãn")


def _add_records(commands: _Commands) -> None:
    for name, what in RECORD_LISTS.items():
        group = commands.group(name, f"xem {what}")
        listing = group.add("list", "records:run_list", f"danh sách {what}")
        listing.set_defaults(kind=name)
        listing.add_argument("text", nargs="?", default="", metavar="CHỮ", help="chữ có trong tên")
        listing.add_argument("--partner", default="", metavar="ĐỐI_TÁC", help="tên hoặc số của đối tác")
        listing.add_argument("--status", default="", metavar="TRẠNG_THÁI", help="ví dụ open, signed")
        listing.add_argument("--open", action="store_true", help="chỉ cam kết chưa xong")
        _add_filters(listing)
        show = group.add("show", "records:run_show", f"xem một mục: {what}")
        show.set_defaults(kind=name)
        show.add_argument(
            "which", metavar="SỐ", help="số của mục" + (" hoặc tên" if name == "partner" else "")
        )


def _add_paper(commands: _Commands) -> None:
    dossier = commands.add("dossier", "dossier:run", "in hồ sơ tóm tắt của một đối tác")
    dossier.add_argument("partner", metavar="ĐỐI_TÁC", help="tên hoặc số của đối tác")
    dossier.add_argument("-o", "--output", type=Path, metavar="TỆP", help="tệp .pdf hoặc .docx")
    dossier.add_argument(
        "--as-of", type=day, metavar="NGÀY", help="tính đến ngày (2026-04-20 hoặc 20/4/2026)"
    )
    dossier.add_argument("--sections", default="", metavar="MỤC,MỤC", help="chỉ các mục này")
    dossier.add_argument("--purpose", default="", metavar="CHỮ", help="mục đích của hồ sơ")
    dossier.add_argument(
        "--profile", choices=["working", "decree_30"], default="working", help="kiểu trình bày"
    )


def _add_care(commands: _Commands) -> None:
    commands.add("check", "maintenance:check", "kiểm tra kho, không thay đổi gì")
    commands.add("reindex", "maintenance:reindex", "lập lại chỉ mục tìm kiếm")
    backup = commands.add("backup", "maintenance:backup", "sao lưu kho vào một thư mục")
    backup.add_argument("folder", type=Path, nargs="?", metavar="THƯ_MỤC", help="nơi để bản sao lưu")
    restore = commands.add("restore", "maintenance:restore", "phục hồi bản sao lưu vào một kho trống")
    restore.add_argument("file", type=Path, metavar="TỆP", help="tệp sao lưu")
    export = commands.add("export", "exporting:run", "xuất toàn bộ kho thành các tệp JSON và tệp gốc")
    export.add_argument("folder", type=Path, metavar="THƯ_MỤC", help="thư mục mới hoặc trống")
    undo = commands.add("undo", "history:undo", "hoàn tác việc vừa làm hoặc một dòng nhật ký")
    undo.add_argument("action", type=int, nargs="?", metavar="SỐ", help="số của dòng nhật ký")
    log = commands.add("log", "history:log", "nhật ký thay đổi")
    log.add_argument("--limit", type=count, default=50, metavar="SỐ", help="số dòng (mặc định 50)")
    settings = commands.group("settings", "cài đặt của người dùng và thông tin cơ quan")
    settings.add("list", "settings:show", "xem cài đặt")
    change = settings.add("set", "settings:change", 'đổi cài đặt, ví dụ office.province="Nghệ An"')
    change.add_argument("values", nargs="+", metavar="TÊN=GIÁ_TRỊ", help="tên lấy từ lệnh settings list")


def _add_bench(commands: _Commands) -> None:
    bench = commands.group("bench", "đo tốc độ và in bảng kết quả")
    start = bench.add("start", "bench.start:run", "thời gian mở cửa sổ")
    start.add_argument("--runs", type=_at_least_one, default=3, metavar="SỐ", help="số lần mở (mặc định 3)")
    for name, text in (
        ("import", "tốc độ nhập tin bài"),
        ("search", "tốc độ tìm kiếm, so với FTS5 của SQLite"),
    ):
        sized = bench.add(name, f"bench.{name}ing:run", text)
        sized.add_argument("--docs", type=_at_least_one, default=1000, metavar="SỐ", help="số bài tự sinh")
        sized.add_argument("--seed", type=int, default=1, metavar="SỐ", help="hạt giống ngẫu nhiên")
        if name == "search":
            _add_bench_search(sized)
    relevance = bench.add("relevance", "bench.relevance:run", "bài cần tìm có lên đầu không, so với FTS5")
    articles = bench.add("articles", "bench.articles:run", "viết bài tự sinh vào tệp để nhập cùng bài khác")
    articles.add_argument("output", type=Path, metavar="TỆP", help="tệp .jsonl sẽ được viết")
    relevance.add_argument(
        "--questions", type=_at_least_one, default=200, metavar="SỐ", help="số câu mỗi loại (mặc định 200)"
    )
    for generated in (relevance, articles):
        generated.add_argument(
            "--docs", type=_at_least_one, default=10_000, metavar="SỐ", help="số bài tự sinh (mặc định 10000)"
        )
        generated.add_argument("--seed", type=int, default=1, metavar="SỐ", help="hạt giống ngẫu nhiên")
        generated.add_argument(
            "--stats", type=Path, metavar="THƯ_MỤC", help="sinh bài theo số đếm từ trong thư mục này"
        )
    beat = bench.add("heartbeat", "bench.heartbeat:run", "cửa sổ có bị giữ lại khi tìm và lập chỉ mục không")
    beat.add_argument("--docs", type=_at_least_one, default=1000, metavar="SỐ", help="số bài tự sinh")
    beat.add_argument("--debt", type=_at_least_one, default=5000, metavar="SỐ", help="số bài đưa vào thêm")
    beat.add_argument("--seed", type=int, default=1, metavar="SỐ", help="hạt giống ngẫu nhiên")
    learning = bench.add("learning", "bench.learning:run", "lỗi của gợi ý khi số quyết định tăng dần")
    learning.add_argument("--gold", type=Path, required=True, metavar="TỆP", help="nhãn, mỗi dòng một bài")
    learning.add_argument("--articles", type=Path, required=True, metavar="TỆP", help="bài, mỗi dòng một bài")
    learning.add_argument(
        "--shuffles", type=count, default=5, metavar="SỐ", help="số thứ tự ngẫu nhiên (mặc định 5)"
    )
    learning.add_argument("--seed", type=int, default=1, metavar="SỐ", help="hạt giống ngẫu nhiên")
    review = bench.add("review", "bench.review:run", "số lần nhấn phím để duyệt, so với tự ghi")
    review.add_argument("--gold", type=Path, required=True, metavar="TỆP", help="nhãn, mỗi dòng một bài")
    review.add_argument("--articles", type=Path, required=True, metavar="TỆP", help="bài, mỗi dòng một bài")
    suggest = bench.add("suggest", "bench.suggesting:run", "tốc độ đưa ra gợi ý trên các bài mẫu")
    suggest.add_argument("--rounds", type=_at_least_one, default=3, metavar="SỐ", help="số vòng (mặc định 3)")
    suggest.add_argument("--sizes", action="store_true", help="đo cả bài dài tới một triệu chữ cái")


def _add_bench_search(search: argparse.ArgumentParser) -> None:
    search.add_argument(
        "--stats", type=Path, metavar="THƯ_MỤC", help="sinh bài theo số đếm từ trong thư mục này"
    )
    search.add_argument(
        "--keep", type=Path, metavar="THƯ_MỤC", help="giữ bài và chỉ mục ở đây, lần sau dùng lại bài"
    )
    search.add_argument(
        "--reuse",
        action="store_true",
        help="với --keep: dùng lại chỉ mục mà các công cụ khác đã lập ở đó",
    )
    search.add_argument(
        "--no-library",
        action="store_true",
        help="chỉ đo các chỉ mục, không lập kho để đo qua dịch vụ",
    )
    search.add_argument(
        "--peers",
        default="fts5,tantivy,recoll",
        metavar="TÊN,TÊN",
        help="chỉ so với các công cụ này, nếu có cài",
    )
    search.add_argument(
        "--questions", type=_at_least_one, default=60, metavar="SỐ", help="số câu mỗi loại (mặc định 60)"
    )


def count(text: str) -> int:
    """Return a number of lines a person asked for.

    Raises:
        ValueError: it is negative or beyond reason.
    """
    number = int(text)
    if not 0 <= number <= 100_000:
        raise ValueError(text)
    return number


def _at_least_one(text: str) -> int:
    number = count(text)
    if number < 1:
        raise ValueError(text)
    return number


def day(text: str) -> dt.date:
    """Return the day written as ``2026-04-20`` or ``20/4/2026``.

    Raises:
        ValueError: it is neither.
    """
    if "/" in text:
        first, month, year = (int(part) for part in text.split("/"))
        return dt.date(year, month, first)
    return dt.date.fromisoformat(text)
