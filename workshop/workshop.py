"""Workshop: a room for people who learn together. The address says whose page of which room it is."""

import streamlit as st

from workshop import host, join, rooms, wall
from workshop.store import Unavailable, the_store


def start() -> None:
    """Without a room: open one, or join one."""
    st.title("Workshop: learn in one room", anchor=False)
    left, right = st.columns(2, gap="large")
    with left, st.container(border=True):
        st.header("Lead a room", anchor=False)
        st.markdown(
            "You open a room, others join by its code. They vote on a prediction, a question or a picture, talk, and "
            "vote again. You see who is where and who is stuck."
        )
        names = st.toggle("Learners have names", value=True, key="names")
        if st.button("Open a room", type="primary", key="open"):
            try:
                code, key = the_store().open_room(names=names)
            except (Unavailable, ValueError) as problem:
                st.error(str(problem))
            else:
                st.query_params.from_dict({"room": code, "key": key})
                st.rerun()
        st.caption(f"{host.KEPT} On a free host that puts the app to sleep, a room ends with the sleep.")
    with right, st.container(border=True):
        st.header("Join a room", anchor=False)
        join.enter()


code = rooms.read_code(st.query_params.get("room", ""))
if code and "key" in st.query_params:
    host.show(code, st.query_params["key"])
elif code and "wall" in st.query_params:
    wall.show(code)
elif code:
    join.show(code)
else:
    if "room" in st.query_params:
        st.warning("The link names no room. Ask the facilitator for the code.")
    start()
