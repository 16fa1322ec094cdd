afterwordSearch({{ view.rows|json }});
