# The image of the app. It is built without the internet, from the lock and a folder of wheels:
# deploy/wheelhouse.sh makes that folder, docs/running.md says how the image is run.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
WORKDIR /build
COPY wheelhouse/ wheelhouse/
COPY requirements.lock pyproject.toml LICENSE ./
COPY assistant/ assistant/
ENV PIP_NO_INDEX=1 PIP_FIND_LINKS=/build/wheelhouse PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
RUN (cd wheelhouse && sha256sum --check --quiet SHA256SUMS) \
    && python3 -m venv /opt/assistant \
    && /opt/assistant/bin/pip install --no-deps -r requirements.lock \
    && /opt/assistant/bin/pip install --no-deps --no-build-isolation . \
    && /opt/assistant/bin/pip check \
    && /opt/assistant/bin/python -c "import authlib, httpx"  # what signing in needs

FROM ${BASE}
# OCR=yes reads scanned pages. This step alone needs a Debian mirror, or a BASE that has tesseract.
ARG OCR=no
RUN if [ "$OCR" = yes ] && ! command -v tesseract; then \
        apt-get update \
        && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-eng \
        && rm -rf /var/lib/apt/lists/*; \
    fi
RUN groupadd --gid 10001 assistant \
    && useradd --uid 10001 --gid assistant --home-dir /srv/assistant --no-create-home \
        --shell /usr/sbin/nologin assistant \
    && install -d -o assistant -g assistant -m 0700 \
        /srv/assistant/corpus /srv/assistant/index /srv/assistant/records
COPY --from=build /opt/assistant /opt/assistant
WORKDIR /srv/assistant
COPY streamlit_app.py ./
COPY .streamlit/config.toml .streamlit/config.toml
# The root file system is meant to be read-only: everything that is written has its volume, or /tmp.
ENV PATH=/opt/assistant/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    ASSISTANT_CORPUS=/srv/assistant/corpus \
    ASSISTANT_INDEX=/srv/assistant/index \
    ASSISTANT_RECORDS=/srv/assistant/records
USER 10001:10001
EXPOSE 8501
VOLUME ["/srv/assistant/corpus", "/srv/assistant/index", "/srv/assistant/records"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/readyz', timeout=4)"]
# It ends at once, and says so, unless ASSISTANT_SIGN_IN or ASSISTANT_OPEN is set.
CMD ["streamlit", "run", "streamlit_app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true"]
