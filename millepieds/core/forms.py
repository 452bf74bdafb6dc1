from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """`{{ form }}` anywhere wears the house's look: errors on top, each tied to its field."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"
