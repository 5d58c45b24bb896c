from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.bootstrap import Services, open_library
from desktop_app.ui.background import ImmediateRunner, JobRunner
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.navigation import Address
from desktop_app.ui.state import WindowState

FIRST = (
    "Đoàn công tác tỉnh Hòa An thăm thành phố Minami\n\n"
    "Ngày 12/5/2023, đoàn công tác tỉnh Hòa An do ông Lê Văn Mẫu, Phó Chủ tịch UBND tỉnh "
    "làm trưởng đoàn đã đến thăm và làm việc tại thành phố Minami (Nhật Bản).\n\n"
    "Hai bên trao đổi về đào tạo nghề, tiếp nhận lao động và giao lưu học sinh. "
    "Thành phố Minami cam kết tiếp nhận mười lăm học viên mỗi năm.\n\n"
    "Chuyến thăm góp phần mở rộng quan hệ hữu nghị giữa hai địa phương trong thời gian tới.\n"
)
SECOND = (
    "Tỉnh Hòa An tiếp đoàn doanh nghiệp tỉnh Bắc Sơn\n\n"
    "Chiều 3/8/2022, lãnh đạo tỉnh Hòa An tiếp đoàn doanh nghiệp do bà Trần Thị Thử dẫn đầu "
    "đến tìm hiểu môi trường đầu tư vào khu công nghiệp phía đông.\n\n"
    "Đoàn đã khảo sát cảng cạn, trường nghề và hai xã trồng chè. "
    "Dự kiến năm tới đoàn trở lại với các nhà đầu tư.\n"
)
UNTITLED = (
    "(Tin nhanh) - Sáng 9/6, tại thị xã Đông Hồ, Sở Ngoại vụ làm việc với đoàn công tác "
    "của quận Nishi về chương trình kết nghĩa.\n\n"
    "Hai bên thống nhất tổ chức tuần lễ văn hóa vào mùa thu và cử cán bộ đầu mối theo dõi.\n"
)


@pytest.fixture
def services(tmp_path: Path):
    with open_library(tmp_path / "kho tin bài", config=tmp_path / "cấu hình") as opened:
        yield opened


@pytest.fixture
def open_window(qtbot, services: Services, state: WindowState) -> Callable[..., MainWindow]:
    def opened(runner: ImmediateRunner | JobRunner) -> MainWindow:
        window = MainWindow(services, runner, state)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.start(Address("articles"))
        return window

    return opened


@pytest.fixture
def window(open_window: Callable[..., MainWindow], run_now: ImmediateRunner) -> MainWindow:
    return open_window(run_now)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Hồ sơ Đối ngoại" / "Đoàn vào 2023"
    made.mkdir(parents=True)
    return made


@pytest.fixture
def write(folder: Path) -> Callable[[str, str], Path]:
    def written(name: str, text: str) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return written
