curl -X POST \
  'https://reroom.ai/api/enterprise/render?field=exterior' \
  -H 'Authorization: Bearer <your_enterprise_api_key>' \
  -H 'Content-Type: application/json' \
  -d '{
    "file_name": "<your_file_name>",
    "creativity": "balanced",
    "type": "single-family-home",
    "style": "sleek-international",
    "daylight": "sunset"
  }'
