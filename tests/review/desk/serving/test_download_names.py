import pytest

from review.desk.serving.download_names import attachment, download_name, served_type

PDF = "application/pdf"


@pytest.mark.parametrize(
    ("expected", "path", "media_type"),
    [
        ("奖状.jpg", "uploads/XX001/奖状.jpg", "image/jpeg"),
        ("奖状.JPG", "uploads/XX001/奖状.JPG", "image/jpeg"),
        ("表彰 决定.pdf", "uploads/XX001/表彰 决定.pdf", PDF),
        # The ending is that of the content, so that no other program opens it.
        ("决定.pdf.html.bin", "uploads/XX001/决定.pdf.html", "text/html"),
        ("照片.svg.bin", "uploads/XX001/照片.svg", "image/svg+xml"),
        ("决定.html.pdf", "uploads/XX001/决定.html", PDF),
        ("奖状.exe.jpg", "uploads/XX001/奖状.exe", "image/jpeg"),
        ("奖状.jpg.bin", "uploads/XX001/奖状.jpg", "application/x-executable"),
        # U+202E would show 照片gpj.exe as 照片exe.jpg.
        ("照片gpj.exe.jpg", "uploads/XX001/照片\u202egpj.exe", "image/jpeg"),
        ("aSet-Cookie_ x=1.pdf", "uploads/XX001/a\r\nSet-Cookie: x=1.pdf", PDF),
        ("a_b_.pdf", 'uploads/XX001/a"b".pdf', PDF),
        ("b.pdf", "uploads/XX001/..\\..\\b.pdf", PDF),
        ("_.pdf", "uploads/XX001/\u202e\u200b.", PDF),
        ("_con.pdf", "uploads/XX001/con.pdf", PDF),
        ("htaccess.bin", "uploads/XX001/.htaccess", ""),
    ],
)
def test_a_name_is_harmless_on_the_disk_that_it_is_saved_to(expected, path, media_type):
    assert expected == download_name(path, media_type)


def test_a_long_name_keeps_its_ending():
    name = download_name("uploads/XX001/" + "奖" * 300 + ".pdf", PDF)
    assert (120, ".pdf") == (len(name), name[-4:])


def test_a_header_holds_ascii_only_and_no_second_parameter():
    assert "attachment; filename*=UTF-8''%E5%A5%96%22%3B%20x%3D1.pdf" == attachment('奖"; x=1.pdf')


@pytest.mark.parametrize(
    ("expected", "media_type"),
    [
        ("image/jpeg", "image/jpeg"),
        ("text/html", "text/html"),
        ("application/octet-stream", ""),
        ("application/octet-stream", "unknown"),
        ("application/octet-stream", "text/html\r\nSet-Cookie: x"),
        ("application/octet-stream", "text/html; charset=utf-8"),
    ],
)
def test_the_content_type_is_intakes_word_or_none(expected, media_type):
    assert expected == served_type(media_type)
