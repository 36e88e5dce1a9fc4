"""Pictures that answer: what a mark tells is the table's, by pointer and by keys; on paper the drawing stands."""

import pytest

from tests.support.browser import PHONE

pytestmark = pytest.mark.browser

PAGES = {"/2025/pictures/": 6, "/2025/departments/budget/": 1}

#: For the first series of a chart the first and the last mark: where it is pointed at, its row's cells, and the cell that tells it.
MARKS = """figure => {
  const field = figure.querySelector('.kh-chart-field'), chart = echarts.getInstanceByDom(field), options = chart.getOption();
  const rows = [...figure.parentElement.querySelectorAll('.kh-picture-text tbody tr')].map(row => [...row.cells].map(cell => cell.textContent));
  const flat = options.yAxis[0].type === 'category' && options.xAxis[0].type === 'value', whole = options.tooltip[0].trigger === 'axis';
  const middle = (options[flat ? 'xAxis' : 'yAxis'][0].min + options[flat ? 'xAxis' : 'yAxis'][0].max) / 2, box = field.getBoundingClientRect();
  return options.series.filter(series => !series.silent).slice(0, 3).flatMap(series => {
    const marks = series.data.map(each => each.mark).filter(Boolean);
    return marks.filter((_, at) => at === 0 || at === marks.length - 1).map(mark => {
      const place = whole ? middle : mark.at;
      const [x, y] = chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, flat ? [place, mark.slot] : [mark.slot, place]);
      return { x: box.x + x, y: box.y + y, cells: rows[mark.row], cell: mark.column === undefined ? null : rows[mark.row][mark.column] };
    });
  });
}"""


def test_what_a_chart_tells_stands_in_its_table(bureau, visitor):
    visitor.sign_in(bureau.office)
    for path, number in PAGES.items():
        page = visitor.open(path, drawn=True)
        figures = page.locator("[data-kh-chart]")
        assert figures.count() == number
        for figure in figures.all():
            assert not figure.locator("svg.kp").is_visible()
            figure.locator(".kh-chart-field").evaluate("field => field.scrollIntoView({ block: 'center', behavior: 'instant' })")
            marks = figure.evaluate(MARKS)
            assert marks
            for mark in marks:
                page.mouse.move(mark["x"], mark["y"])
                tip = figure.locator(".kh-tip")
                tip.wait_for()
                words = tip.inner_text()
                assert (mark["cell"] or mark["cells"][-1]) in words, (path, mark)
                assert mark["cells"][0] in words or mark["cells"][1] in words or "月" in words, (path, mark)
            page.mouse.move(0, 0)
    lost = next(mark for mark in marks if mark["cells"][2].startswith("−"))
    left = page.evaluate("echarts.getInstanceByDom(document.querySelector('.kh-chart-field')).getOption().grid[0].left")
    page.mouse.click(figure.locator(".kh-chart-field").bounding_box()["x"] + left - 30, lost["y"] - 6)
    page.wait_for_url("**/2025/departments/budget/#*")


def test_a_chart_is_read_by_keys_follows_the_light_and_stays_behind_on_paper(bureau, visitor):
    page = visitor.sign_in(bureau.office).open("/2025/pictures/", drawn=True)
    figure = page.locator("[data-kh-chart=heat-data]")
    pressed = figure.get_by_role("button").first
    pressed.focus()
    page.keyboard.press("Space")
    assert pressed.get_attribute("aria-pressed") == "false"
    selected = "name => echarts.getInstanceByDom(document.querySelector('[data-kh-chart=heat-data] .kh-chart-field')).getOption().legend[0].selected[name]"
    assert page.evaluate(selected, pressed.inner_text()) is False
    page.keyboard.press("Space")
    assert page.evaluate(selected, pressed.inner_text()) is True
    figure.locator(".kh-chart-field").focus()
    page.keyboard.press("ArrowRight")
    said = figure.locator("[aria-live]")
    first = said.text_content()
    assert first.startswith("预算科：重点业务目标")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert said.text_content() == "预算科：学习培训 −2.8"
    assert figure.locator(".kh-tip").is_visible()
    page.keyboard.press("Escape")
    visitor.until("getComputedStyle(document.querySelector('[data-kh-chart=heat-data] .kh-tip')).visibility === 'hidden'")
    ink = "echarts.getInstanceByDom(document.querySelector('.kh-chart-field')).getOption().textStyle.color"
    by_day = page.evaluate(ink)
    page.emulate_media(color_scheme="dark")
    visitor.until(f"{ink} !== '{by_day}'")
    page.set_viewport_size(PHONE)
    visitor.until("[...document.querySelectorAll('.kh-chart canvas')].every(canvas => canvas.clientWidth < 340)")
    assert visitor.sideways() == 0
    page.emulate_media(media="print")
    for each in page.locator("[data-kh-chart]").all():
        assert each.locator("svg.kp").is_visible()
        assert not each.locator(".kh-chart").is_visible()
    page.emulate_media(media="screen")
    figure.locator(".kh-chart-field").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**/2025/departments/budget/#training")
