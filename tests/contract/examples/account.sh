curl -X GET \
  'https://reroom.ai/api/enterprise/status' \
  -H 'Authorization: Bearer <your_enterprise_api_key>'
