import streamlit as st


def enter():
    st.text_input("Code")


def show(code):
    st.write(code)
