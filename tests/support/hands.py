"""A reader's hands and ears on a widget: keys, mouse and fingers, what is read aloud, and which tasks are done."""

from widgetry import settle


def click(page, name, role="button"):
    """Press a button, or choose a radio button or a box, with the keyboard."""
    page.get_by_role(role, name=name, exact=True).first.focus()
    page.keyboard.press("Space")
    settle(page)


def choose(page, name):
    click(page, name, "radio")


def pick(page, text, menu="Start from"):
    """Choose from a menu with keys only."""
    page.get_by_label(menu).first.focus()
    page.keyboard.type(text)
    settle(page)


def slider(page, label):
    return page.locator(f".nn-pair:has(label:text-is('{label}')) input[type=range]:visible").first


def typed(page, label):
    return page.locator(f".nn-pair:has(label:text-is('{label}')) input.nn-field:visible").first


def shown(page, *labels):
    """What the number fields of these controls say."""
    settle(page)
    texts = [typed(page, label).input_value() for label in labels]
    return [float(text.replace("−", "-")) for text in texts]


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


def swipe(page, x, y, dx, dy, steps=2):
    """Draw one finger over the page."""
    cdp = page.context.new_cdp_session(page)

    def touch(kind, *points):
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", {"x": x, "y": y})
    for i in range(1, steps + 1):
        touch("touchMove", {"x": x + dx * i / steps, "y": y + dy * i / steps})
    touch("touchEnd")
    cdp.detach()
    settle(page)


def drag_touch(page, name, dx, dy):
    x, y = handle(page, name)
    swipe(page, x + 10, y + 12, dx, dy)  # a finger lands beside the handle


def undo_is_off(page):
    undo = page.get_by_role("button", name="Undo").first
    return undo.get_attribute("aria-disabled") == "true"


def open_more(page):
    if page.locator(".nn-drawer").first.is_hidden():
        click(page, "More")


def hears(page, text):
    """Wait until a screen reader has heard this."""
    page.wait_for_function(
        "(text) => document.querySelector('[aria-live=polite]').textContent.includes(text)",
        arg=text,
    )


def done(page):
    """The tasks that are ticked, as one string of their names."""
    settle(page)
    tasks = page.locator("[data-task][data-done='1']")
    return "".join(tasks.evaluate_all("all => all.map((li) => li.dataset.task)"))
