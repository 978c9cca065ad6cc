curl -X POST \
  'https://reroom.ai/api/enterprise/render' \
  -H 'Authorization: Bearer <your_enterprise_api_key>' \
  -H 'Content-Type: application/json' \
  -d '{
    "file_name": "<your_file_name>",
    "tool": "virtual-staging",
    "action": "preset",
    "type": "living-room",
    "style": "modern"
  }'
