# Both bots: Rasa, the shared layer, and a trained model of each. Built from the root of the repository, for linux/amd64.
FROM python:3.10-slim-bookworm AS packages
RUN python -m venv /opt/venv
COPY requirements/bot.txt /tmp/bot.txt
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r /tmp/bot.txt


# The models are part of the image and not in a volume: training takes seconds, needs no network, and this way a model
# always fits the code that it runs with. A changed example means `docker compose build`.
FROM packages AS trained
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/app RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 OMP_NUM_THREADS=1
WORKDIR /app
COPY handoff_config.yml ./
COPY handoff handoff
COPY storage storage
COPY duckling_client duckling_client
COPY nlu_components nlu_components
COPY rasa_sdk_plugins rasa_sdk_plugins
COPY financial_bot financial_bot
COPY helpdesk_bot helpdesk_bot
RUN for bot in financial_bot helpdesk_bot; do (cd "$bot" && python -m handoff.rasa_adapter.light train && rm -rf .rasa) || exit 1; done


FROM python:3.10-slim-bookworm
# /data belongs to the user, so that a new volume mounted there does too.
RUN useradd --system --create-home --uid 10001 app && install -d -o app -g app /data
COPY --from=packages /opt/venv /opt/venv
COPY --from=trained /app /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    RASA_TELEMETRY_ENABLED=false \
    TF_CPP_MIN_LOG_LEVEL=3 \
    OMP_NUM_THREADS=1 \
    MPLCONFIGDIR=/tmp/matplotlib
USER app
WORKDIR /app
