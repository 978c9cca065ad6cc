import requests

url = "https://reroom.ai/api/enterprise/status"
headers = {
    "Authorization": "Bearer <your_enterprise_api_key>"
}

response = requests.get(url, headers=headers)

if response.status_code == 200:
    data = response.json()
    credits = data["credits"]
    is_active = data["is_active"]
    print(f"Account status: {'Active' if is_active else 'Inactive'}")
    print(f"Available credits: {'Unlimited' if credits == -1 else credits}")
else:
    print(f"Status check failed: {response.text}")
