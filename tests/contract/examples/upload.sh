curl -X POST \
  'https://reroom.ai/api/enterprise/upload' \
  -H 'Authorization: Bearer <your_enterprise_api_key>' \
  -H 'Content-Type: image/jpeg' \
  --data-binary '@path/to/your/image.jpg'
