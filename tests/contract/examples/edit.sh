curl -X POST \
  'https://reroom.ai/api/enterprise/render?field=interior' \
  -H 'Authorization: Bearer <your_enterprise_api_key>' \
  -H 'Content-Type: application/json' \
  -d '{
    "file_name": "<your_file_name>",
    "tool": "edit",
    "action": "material",
    "mask": "<base64-encoded-mask-data>",
    "material": "marble",
    "field": "interior"
  }'
