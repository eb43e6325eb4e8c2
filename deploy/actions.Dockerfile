# Both action servers, the scheduler, and the page: rasa_sdk and no Rasa. Built from the root of the repository, for linux/amd64.
FROM python:3.10-slim-bookworm AS packages
RUN python -m venv /opt/venv
COPY requirements/actions.txt /tmp/actions.txt
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r /tmp/actions.txt


# The page is built here with the Node that `make up` uses too: one of the packages in requirements/cli.txt.
FROM python:3.10-slim-bookworm AS page
COPY requirements/cli.txt /tmp/cli.txt
RUN pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r /tmp/cli.txt
WORKDIR /chatroom
COPY chatroom/package.json chatroom/package-lock.json chatroom/.npmrc ./
RUN npm ci
COPY chatroom ./
RUN npm run build


FROM python:3.10-slim-bookworm
# /data belongs to the user, so that a new volume mounted there does too.
RUN useradd --system --create-home --uid 10001 app && install -d -o app -g app /data
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY handoff_config.yml ./
COPY handoff handoff
COPY storage storage
COPY duckling_client duckling_client
COPY rasa_sdk_plugins rasa_sdk_plugins
COPY financial_bot financial_bot
COPY helpdesk_bot helpdesk_bot
COPY deploy/chatroom_config.py deploy/
# The page's folder is the user's: config.js is written into it when the container starts.
COPY --from=page --chown=app:app /chatroom/dist chatroom/dist
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
USER app
