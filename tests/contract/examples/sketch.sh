curl -X POST \
  'https://reroom.ai/api/enterprise/render?field=interior' \
  -H 'Authorization: Bearer <your_enterprise_api_key>' \
  -H 'Content-Type: application/json' \
  -d '{
    "file_name": "<your_file_name>",
    "tool": "sketch",
    "type": "living-room",
    "style": "minimalist-haven",
    "view": "floorplan"
  }'
