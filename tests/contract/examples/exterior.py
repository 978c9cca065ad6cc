import requests

url = "https://reroom.ai/api/enterprise/render"
params = {
    "field": "exterior"
}
headers = {
    "Authorization": "Bearer <your_enterprise_api_key>",
    "Content-Type": "application/json"
}
payload = {
    "file_name": "<your_file_name>",
    "creativity": "balanced",
    "type": "single-family-home",
    "style": "sleek-international",
    "daylight": "sunset"
}

response = requests.post(url, headers=headers, params=params, json=payload)

if response.status_code == 200:
    data = response.json()
    render_id = data["data"]["render_id"]
    print(f"Render request submitted. Render ID: {render_id}")
else:
    print(f"Render request failed: {response.text}")
