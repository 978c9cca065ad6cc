import requests

url = "https://reroom.ai/api/enterprise/render"
headers = {
    "Authorization": "Bearer <your_enterprise_api_key>",
    "Content-Type": "application/json"
}
payload = {
    "file_name": "<your_file_name>",
    "tool": "virtual-staging",
    "action": "preset",
    "type": "living-room",
    "style": "modern"
}

response = requests.post(url, headers=headers, json=payload)

if response.status_code == 200:
    data = response.json()
    render_id = data["data"]["render_id"]
    print(f"Virtual staging request submitted. Render ID: {render_id}")
else:
    print(f"Virtual staging request failed: {response.text}")
