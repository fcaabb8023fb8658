"""Can a correlation reverse?"""

import numpy as np

from core.data import berkeley, galton, kidney_stones, penguins
from core.probability import conditional, expectation
from core.statistics import correlation, covariance, group_correlations, mean, regression_line, regression_slope
from labs.probability_stats.correlation import picture as draw
from labs.probability_stats.correlation.question import question
from labs.probability_stats.correlation.turn import turn
from labs.probability_stats.correlation.understand import understand
from ui import marks
from ui.scene import Handle, step
from ui.words import counted, number, percent

GUESSES = {"Longer bills are deeper": 1, "Bill length says nothing": 0, "Longer bills are shallower": -1}
TWELVE = np.array([(1.6, 1.5), (2.2, 2.4), (2.9, 1.8), (3.4, 3.1), (4.0, 2.3), (4.5, 3.6), (5.1, 2.9), (5.6, 4.2),
                   (6.2, 3.5), (6.9, 4.6), (7.5, 4.0), (8.2, 5.0)])  # fmt: skip
OWN = {"a": (1.0, 1.0), "b": (3.0, 2.5), "c": (5.0, 3.5), "d": (7.0, 4.5), "e": (9.0, 5.5)}


@step(
    "Can a correlation reverse?",
    why="A pooled dashboard can say the opposite of every segment in it.",
    id="correlation",
)
def correlation_step(page):
    r"""
    It can, when groups are mixed. The **correlation** $r$ of two columns says how closely their pairs follow a line:
    1 on a rising one, −1 on a falling one, 0 if no line helps.

    $$
    \begin{gathered}
    r = \dfrac{\text{covariance}}{s_x \, s_y} \\[4pt]
    \text{covariance} = \dfrac{\sum (x_i - \bar x)(y_i - \bar y)}{n - 1}
    \end{gathered}
    $$

    A pair adds a plus if $x$ and $y$ lie on the same side of their means $\bar x$ and $\bar y$, a minus if not.
    Dividing by the standard deviations $s$ takes the units out.

    Pool groups, and where they stand can outweigh what happens inside all of
    them: **Simpson's paradox**. Neither view is wrong. They answer different questions.
    """
    guess = page.predict(
        "In each of three species of penguin, birds with longer bills have deeper ones. "
        "You put all three species into one scatter. What does it say?",
        list(GUESSES),
        answer="Longer bills are shallower",
        because="Gentoos have long, shallow bills. Pooled, that outweighs what holds inside each species.",
        tries={"groups": False},
    )
    data = page.choose("data", "Data", ["Penguins", "Berkeley", "Kidneys", "Galton", "Your five"])
    {"Berkeley": departments, "Kidneys": stones, "Galton": families, "Your five": five}.get(data, birds)(page, guess)
    page.bites(
        "The dashboard shows that customers who get more e-mails buy less, so you send fewer. Sales fall in every "
        "segment: in each of them, more e-mails went with more sales. The dormant accounts, which hardly buy, had been "
        "sent the most. The symptom: the pooled dashboard says the opposite of every segment, as with the penguins, "
        "−0.235 together and +0.39, +0.65 and +0.64 within. Ask what put each case into its group before you act, "
        "and split only by what came before the thing you change."
    )
    page.check(question, understand)


def birds(page, guess) -> None:
    """Three species: their clouds can be dragged, which leaves r inside each of them alone."""
    groups = page.toggle("groups", "Colour by species", True)
    measured = penguins()
    species, length, depth = np.array(measured.species), measured.bill_length_mm, measured.bill_depth_mm
    names = np.unique(species).tolist()
    centres = [[mean(length[species == name]), mean(depth[species == name])] for name in names]
    start = np.round(draw.on_plane(draw.PENGUINS, *np.transpose(centres)), 1)
    look = {"kind": "point", "bounds": draw.CENTRES}
    handles = {
        name.lower(): Handle(
            tuple(at),
            role=role if groups else "context",
            label=name if groups else " ",
            says=f"cloud of {name}",
            **look,
        )
        for name, at, role in zip(names, start.tolist(), draw.GROUPS)
    }
    at = page.plane(size=draw.SIZE, bare=True, **handles)
    page.press("Put the clouds back", sets=dict.fromkeys(handles), name="back", look="link", beside=True)
    moved = (draw.in_data(draw.PENGUINS, at) - draw.in_data(draw.PENGUINS, start)).round(3)

    def cell(length, depth, species, moved):
        names, kind = np.unique(species, return_inverse=True)
        x, y = length + moved[kind, 0], depth + moved[kind, 1]
        together = covariance(x, y)
        r = correlation(x, y)
        slope, intercept = regression_line(x, y)
        within = group_correlations(x, y, species)
        lines = {name: regression_line(x[species == name], y[species == name]) for name in names.tolist()}
        return x, y, together, r, slope, intercept, within, lines

    def library(length, depth, species, moved):
        names, kind = np.unique(species, return_inverse=True)
        x, y = length + moved[kind, 0], depth + moved[kind, 1]
        together = np.cov(x, y)[0, 1]
        r = np.corrcoef(x, y)[0, 1]
        slope, intercept = np.polyfit(x, y, 1)
        return together, r, slope, intercept

    page.yours(turn)
    ran = page.run(cell, library, length=length, depth=depth, species=species, moved=moved)
    x, y, _, r, slope, intercept, within, lines = ran
    frame, drawn = draw.PENGUINS, draw.axes(draw.PENGUINS)
    if not groups:
        drawn.append(draw.cloud(frame, x, y, "ink", opacity=0.4))
    for name, role in zip(names if groups else (), draw.GROUPS):
        own = species == name
        drawn.append(draw.cloud(frame, x[own], y[own], role))
        drawn.append(draw.fitted(frame, x[own], *lines[name], role, width=3.5))
    if guess:
        drawn += draw.guessed(frame, x, y, GUESSES[guess])
    drawn.append(draw.fitted(frame, np.array(frame.x), slope, intercept, "ink", width=3, dash="9 4"))
    drawn.append(draw.named((draw.WIDTH, draw.HEIGHT), f"together r = {signed(r)}", "ink", "end", dx=-2, dy=-7))
    inside = ", ".join(f"**{signed(value)}** ({name})" for name, value in within.items())
    if not groups:
        where = ", where you put the clouds" if moved.any() else ""
        says = (
            f"All {len(x)} together{where}: r = **{signed(r)}**, {trend(r)}. This answers: of two birds of unknown "
            "species, which has the deeper bill?"
        )
    elif moved.any():
        says = (
            f"Where you put the clouds, all {len(x)} together have r = **{signed(r)}**: {trend(r)}. "
            f"Inside each species nothing changed: {inside}."
        )
    else:
        says = (
            f"Together r = **{signed(r)}**. Inside: {inside}. Together they answer: of two birds of unknown species, "
            "which has the deeper bill? Each group answers it for its own species. **Drag a cloud.**"
        )
    if outside := int(np.sum(~draw.inside(frame, x, y))):
        says += f" {counted(outside, 'bird')} {'lies' if outside == 1 else 'lie'} beyond the picture, and still count"
        says += "s." if outside == 1 else "."
    page.picture(drawn, says=says)
    ask(page)


def departments(page, guess) -> None:
    """Berkeley 1973: rates in six departments and in all, and what if women had applied where men did."""
    groups = page.toggle("groups", "Show the departments", True)
    counts = berkeley()
    percents = page.slider("mix", "Women who apply where the men do", 0, 100, 0, unit="%")

    def cell(tried, admitted, mix):
        rates = admitted / tried
        men, women = conditional(tried, given="columns").T
        women_mixed = (1 - mix) * women + mix * men
        applied = np.column_stack([men, women_mixed]) * tried.sum(axis=0)
        men_admitted = expectation(rates[:, 0], men)
        women_admitted = expectation(rates[:, 1], women_mixed)
        return rates, applied, men_admitted, women_admitted

    rates, applied, men, women = page.run(cell, tried=counts.tried, admitted=counts.succeeded, mix=percents / 100)
    lead = int((rates[:, 1] > rates[:, 0]).sum())
    who = f"Of the women **{percent(women)}** get in, of the men **{percent(men)}**."
    if percents:
        ahead = "women lead in the total, too" if women > men else "men still lead in the total"
        rows = "Each row is as before, and " if groups else "No department changed, and "
        says = f"{percents} % of the women now apply where the men do. {who} {rows}{ahead}."
    elif not groups:
        says = f"{who} The totals answer: how many of those who applied were admitted?"
    else:
        says = (
            f"{who} Yet women lead in {lead} of {len(rates)} departments: they applied more to those that admit few. "
            "The totals answer who got in; the rows, how a department treats its applicants."
        )
    page.picture(draw.departments(counts.subgroups, applied, rates, men, women, groups), says=says, size=draw.SIZE)
    ask(page)


def stones(page, guess) -> None:
    """Two treatments on two sizes of stone: a total is a place on a line, chosen by who was treated."""
    groups = page.toggle("groups", "Show the stone sizes", True)
    counts = kidney_stones()
    start = (counts.tried[0] / 10).tolist()  # patients with small stones, of 350 each, in tens
    handles = {
        name: Handle(
            (x, 12), "point", role, along="x", label=" ", bounds=(0, draw.WIDTH, 12, 12), says=f"mix of {says}"
        )
        for name, says, x, role in zip(("open", "keyhole"), ("open surgery", "keyhole"), start, draw.GROUPS)
    }
    shares = np.array([x for x, _ in page.plane(size=draw.SIZE, bare=True, **handles)]) / draw.WIDTH

    def cell(tried, succeeded, small):
        rates = succeeded / tried
        open_surgery = expectation(rates[:, 0], [small[0], 1 - small[0]])
        keyhole = expectation(rates[:, 1], [small[1], 1 - small[1]])
        return rates, open_surgery, keyhole

    rates, cut, keyhole = page.run(cell, tried=counts.tried, succeeded=counts.succeeded, small=shares)
    frame, drawn = draw.KIDNEY, draw.axes(draw.KIDNEY)
    for column, (rate, name, role, below) in enumerate(
        [(cut, "open surgery", "data", False), (keyhole, "keyhole", "model", True)]
    ):
        at = draw.on_plane(frame, shares[column], rate)
        line = draw.on_plane(frame, [0, 1], rates[::-1, column])
        drawn.append(marks.line(line, role=role, width=2.5, opacity=int(groups), rail=("open", "keyhole")[column]))
        if groups:
            drawn.append(marks.line([(at[0], 0), at], role=role, width=1.5, dash="3 4"))
        anchor = "start" if at[0] < 5 else "end" if at[0] > draw.WIDTH - 5 else "middle"
        drawn.append(draw.named(at, f"{name} {percent(rate)}", role, anchor, dx=0, dy=28 if below else -16))
    lead = "open surgery leads" if cut > keyhole else "keyhole leads" if keyhole > cut else "they are level"
    who = f"In total open surgery succeeds in **{percent(cut)}**, keyhole in **{percent(keyhole)}**: {lead}."
    if not groups:
        says = f"{who} The totals answer: how did each treatment's own patients fare?"
    elif np.allclose(shares, np.array(start) / draw.WIDTH, atol=1e-5):
        says = (
            f"{who} But open surgery got {percent(1 - shares[0])} large stones, keyhole {percent(1 - shares[1])}. "
            "At the left end all stones are large, at the right end all small: open surgery is ahead at both. "
            "To choose a treatment, read the lines."
        )
    else:
        same = abs(shares[0] - shares[1]) < 0.0014
        says = f"{who} " + (
            "Both treat the same mix of stones, so the totals agree with the lines."
            if same
            else "The lines stay where they are. Bring both to the same mix."
        )
    page.picture(drawn, says=says)
    ask(page)


def families(page, guess) -> None:
    """Galton's fathers and sons: a slope below 1 in either direction."""
    swapped = page.toggle("swap", "Guess the father from the son")
    measured = galton()
    father, son = measured.father_in[~measured.daughter], measured.child_in[~measured.daughter]
    (known, guessed), x, y = (("son", "father"), son, father) if swapped else (("father", "son"), father, son)
    (at,) = page.plane(
        size=draw.SIZE, bare=True,
        h=Handle((26.25, 12.25), kind="point", role="truth", along="x", label=" ", step=0.175,
                 bounds=(0, draw.WIDTH, 12.25, 12.25), says=f"{known}'s height"),
    )  # fmt: skip
    height = round(60 + float(at[0]) / 1.75, 1)

    def cell(x, y, height):
        r = correlation(x, y)
        slope = regression_slope(x, y)
        above = height - mean(x)
        expected = mean(y) + slope * above
        return r, slope, above, expected

    def library(x, y, height):
        from sklearn.linear_model import LinearRegression

        r = np.corrcoef(x, y)[0, 1]
        line = LinearRegression().fit(x[:, None], y)
        slope = line.coef_[0]
        expected = line.predict([[height]])[0]
        return r, slope, expected

    page.yours(turn)
    r, slope, above, expected = page.run(cell, library, x=x, y=y, height=height)
    frame = draw.GALTON._replace(x_name=f"{known}'s height in inches", y_name=f"{guessed}'s height")
    line = draw.on_plane(frame, [60, 80], expected + slope * (np.array([60, 80]) - height))
    place, diagonal = draw.on_plane(frame, height, expected), draw.on_plane(frame, height, height)
    end = "end" if height > 70 else "start"
    drawn = [
        *draw.axes(frame),
        draw.cloud(frame, x, y, "data", opacity=0.35),
        marks.line([(0, 0), (draw.WIDTH, draw.HEIGHT)], width=1.5, dash="5 4"),
        draw.named((30.5, 21.35), f"as tall as the {known}", "context", "end", dx=-8, dy=-6),
        marks.line(line, role="truth", width=3, rail="h"),
    ]
    if abs(diagonal[1] - place[1]) > 0.5:
        drawn.append(marks.arrow(place, diagonal, role="truth", width=2.5))
    drawn.append(draw.named(place, number(expected, 1), "truth", end, dx=0, dy=28 if above > 0 else -16))
    gap, side = abs(expected - mean(y)), "above" if above > 0 else "below"
    if gap < 0.05:
        says = f"A {known} of about average height: the {guessed} is expected at the average, too: "
        says += f"{number(expected, 1)} in. "
    else:
        says = (
            f"A {known} of {number(height, 1)} in is {number(abs(above), 1)} in {side} the {known}s' average. "
            f"The {guessed} is expected at **{number(expected, 1)} in**, {number(gap, 1)} in {side} the {guessed}s'. "
        )
    says += f"The slope is **{number(slope, 2)}**, below 1, so the guess lies nearer to the mean: "
    says += "**regression to the mean**."
    page.picture(drawn, says=f"{says} It happens both ways round.")
    ask(page)


def five(page, guess) -> None:
    """Twelve points that rise, and five more to drag."""
    handles = {
        name: Handle(tuple(np.multiply(at, 3.5).round(2)), "point", "model", step=0.35, bounds=draw.BOX)
        for name, at in OWN.items()
    }
    extra = (np.array(page.plane(size=draw.SIZE, bare=True, **handles)) / 3.5).round(2)

    def cell(points, five):
        before = correlation(points[:, 0], points[:, 1])
        line_before = regression_line(points[:, 0], points[:, 1])
        x, y = np.vstack([points, five]).T
        r = correlation(x, y)
        line = regression_line(x, y)
        return before, line_before, r, line

    def library(points, five):
        r = np.corrcoef(np.vstack([points, five]).T)[0, 1]
        return r

    page.yours(turn)
    before, line_before, r, line = page.run(cell, library, points=TWELVE, five=extra)
    frame = draw.FIVE
    drawn = [
        *draw.axes(frame),
        draw.cloud(frame, *TWELVE.T, "data", size=5.5, opacity=0.9),
        draw.fitted(frame, np.array(frame.x), *line_before, "data", width=1.5, dash="3 4"),
        draw.fitted(frame, np.array(frame.x), *line, "ink", width=3),
        draw.named((draw.WIDTH, draw.HEIGHT), f"all 17: r = {signed(r)}", "ink", "end", dx=-2, dy=-7),
    ]
    says = (
        f"Twelve points alone have r = **{signed(before)}**. With your five it is **{signed(r)}**: {direction(r)}. "
        "A point counts for more the further it lies from both means."
    )
    page.picture(drawn, says=says)
    ask(page, done=r < 0)


def ask(page, done: bool = False) -> None:
    page.task(
        "Choose *Your five*. The twelve points rise. Drag the other five until the r of all is below 0.", done=done
    )


def signed(r: float) -> str:
    """r with its sign and two digits; a 0 has none.

    >>> signed(0.391), signed(-0.2351), signed(0.001)
    ('+0.39', '−0.24', '0.00')
    """
    text = number(r, 2)
    return text if text == "0.00" or r < 0 else f"+{text}"


def trend(r: float) -> str:
    if abs(r) < 0.005:
        return "bill length says nothing"
    return "longer bills are deeper" if r > 0 else "longer bills are shallower"


def direction(r: float) -> str:
    if abs(r) < 0.005:
        return "no line helps"
    return "the line rises" if r > 0 else "the line falls"
