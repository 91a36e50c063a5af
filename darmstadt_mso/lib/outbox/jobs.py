"""The post office: sends what waits, and finds what got lost on the way."""

from darmstadt_mso.lib import jobs

from . import sending


@jobs.job(retries=sending.RETRIES)
def send(message):
    sending.send(message)


@jobs.every(minutes=10)
def find_lost():
    sending.find_lost()
