# One image for web, worker, beat and migrate; docker-compose.yml says which one a container is.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DATA_DIR=/data
RUN useradd --system --uid 10001 --home-dir /data covidsol \
    && install --directory --owner=covidsol --group=covidsol /data
WORKDIR /app

COPY requirements/base.txt requirements/
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/base.txt
COPY . .
# These keys are for this one command: it opens nothing, and they do not stay in the image.
RUN PRODUCTION=true SECRET_KEY=build ALLOWED_HOSTS=build \
    PRIVACY_KEYS=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    BLIND_INDEX_KEYS=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    python manage.py collectstatic --no-input

USER covidsol
EXPOSE 8000
CMD ["gunicorn", "covidsol.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=4", \
     "--graceful-timeout=30", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
