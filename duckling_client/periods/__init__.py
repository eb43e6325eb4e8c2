"""The parts that read periods of the past out of words; `duckling_client.period` puts them together.

`relative`, `weekdays`, `months`, `month_days`, `years` and `holidays` each find the times of one kind (see `named`),
`joins` makes one of those that stand together, `bounds` reads "since", "before" and their like, `check` asks what
Duckling says.
"""
