"""A reader's hands, and eyes, on a widget: keys, mouse and fingers, what is told, and which tasks are done."""

from widgetry import settle

LIVE = "() => document.querySelector('[aria-live]').textContent"


def click(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)


def choose(page, name):
    page.get_by_role("radio", name=name, exact=True).check()
    settle(page)


def slider(page, label):
    return page.locator(f".nn-pair:has(label:text-is('{label}')) input[type=range]:visible")


def typed(page, label):
    return page.locator(f".nn-pair:has(label:text-is('{label}')) input[type=number]:visible")


def type_number(page, label, text):
    typed(page, label).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(str(text))
    page.keyboard.press("Enter")
    settle(page)


def press(page, label, key, times=1):
    slider(page, label).focus()
    for _ in range(times):
        page.keyboard.press(key)
    settle(page)


def handle(page, name):
    """The centre of a handle of the first view, in CSS pixels of the page."""
    settle(page)
    return page.locator(f"[data-handle={name}]").first.evaluate(
        """(g) => {
          const box = g.ownerSVGElement.getBoundingClientRect();
          return [box.left + +g.dataset.x, box.top + +g.dataset.y];
        }"""
    )


def drag_mouse(page, name, dx, dy, release=True):
    x, y = handle(page, name)
    page.mouse.move(x + 2, y - 1)
    page.mouse.down()
    page.mouse.move(x + 2 + dx / 2, y - 1 + dy / 2)
    page.mouse.move(x + 2 + dx, y - 1 + dy)
    if release:
        page.mouse.up()
    settle(page)


def drag_touch(page, name, dx, dy):
    (x, y), cdp = handle(page, name), page.context.new_cdp_session(page)
    x, y = x + 10, y + 12  # a finger lands beside the handle

    def touch(kind, *points):
        points = [{"x": px, "y": py} for px, py in points]
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (x, y))
    touch("touchMove", (x + dx / 2, y + dy / 2))
    touch("touchMove", (x + dx, y + dy))
    touch("touchEnd")
    settle(page)


def stop_clock(page):
    """From now on everything happens at `window.clock`, in ms, however slow the machine."""
    page.evaluate("window.clock = 0;Object.defineProperty(Event.prototype, 'timeStamp', { get: () => clock })")


def done(page):
    settle(page)
    tasks = page.locator("[data-task][data-done='1']")
    return tasks.evaluate_all("all => all.map((li) => li.dataset.task)")
