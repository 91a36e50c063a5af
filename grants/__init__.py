"""What is given: programmes, calls, applications, decisions, payments, reports and project records."""
