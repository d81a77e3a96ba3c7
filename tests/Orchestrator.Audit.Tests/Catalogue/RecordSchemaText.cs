using System.Text;
using System.Text.Json;
using Orchestrator.Audit.Catalogue;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Tests.Catalogue;

/// <summary>docs/audit-record.schema.json as the catalogue gives it.</summary>
internal static class RecordSchemaText
{
    private const string Head = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "urn:orchestrator:audit-record:1",
          "title": "One line of an evidence log",
          "description": "Made from the event catalogue; docs/audit-format.md says what it means. A code that isn't here comes from a newer version: its data isn't described.",
          "type": "object",
          "required": ["v", "seq", "event", "text", "who", "when", "data", "where", "software", "build"],
          "additionalProperties": false,
          "properties": {
            "v": {"const": 1},
            "seq": {"$ref": "#/$defs/number"},
            "event": {"type": "string", "pattern": "^[a-z0-9.-]{1,64}$"},
            "text": {"$ref": "#/$defs/text"},
            "who": {"type": "object", "required": ["kind"], "additionalProperties": false, "properties": {
              "kind": {"enum": ["operator", "technician", "broker", "instrument", "administrator", "auditor", "stranger"]},
              "account": {"$ref": "#/$defs/value"}, "name": {"$ref": "#/$defs/value"}, "role": {"$ref": "#/$defs/value"}, "organisation": {"$ref": "#/$defs/value"},
              "authentication": {"$ref": "#/$defs/value"}, "key": {"$ref": "#/$defs/value"}, "statedName": {"$ref": "#/$defs/commitment"}, "osAccount": {"$ref": "#/$defs/value"}}},
            "when": {"type": "object", "required": ["utc", "offset", "monotonic", "clock"], "additionalProperties": false, "properties": {
              "utc": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"},
              "offset": {"type": "integer"}, "monotonic": {"$ref": "#/$defs/number"},
              "clock": {"enum": ["unknown", "synchronised", "agrees-with-broker", "differs-from-broker", "jumped"]}}},
            "session": {"type": "string", "pattern": "^[0-9]{9}$"},
            "ticket": {"$ref": "#/$defs/value"},
            "change": {"type": "object", "additionalProperties": false, "properties": {
              "old": {"$ref": "#/$defs/text"}, "new": {"$ref": "#/$defs/text"}, "reason": {"$ref": "#/$defs/text"},
              "statedReason": {"$ref": "#/$defs/commitment"}, "outcome": {"enum": ["success", "denied", "error"]}}},
            "data": {"type": "object"},
            "at": {"$ref": "#/$defs/place"},
            "where": {"$ref": "#/$defs/place"},
            "software": {"type": "object", "additionalProperties": false, "properties": {
              "version": {"$ref": "#/$defs/value"}, "executable": {"$ref": "#/$defs/value"}, "policy": {"$ref": "#/$defs/value"}, "configuration": {"$ref": "#/$defs/value"},
              "siteFile": {"$ref": "#/$defs/value"}, "cryptography": {"$ref": "#/$defs/value"},
              "plugins": {"type": "array", "maxItems": 16, "items": {"type": "object", "required": ["id", "version"], "additionalProperties": false, "properties": {
                "id": {"$ref": "#/$defs/value"}, "version": {"$ref": "#/$defs/value"}, "hash": {"$ref": "#/$defs/value"}}}}}},
            "build": {"$ref": "#/$defs/value"},
            "composition": {"$ref": "#/$defs/value"}
          },
          "allOf": [

        """;

    private const string Tail = """
          ],
          "$defs": {
            "text": {"type": "string", "maxLength": 480},
            "value": {"type": "string", "maxLength": 128},
            "number": {"type": "integer", "minimum": 0},
            "signed-number": {"type": "integer"},
            "flag": {"type": "boolean"},
            "word": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
            "base64": {"type": "string", "pattern": "^[A-Za-z0-9+/]*={0,2}$"},
            "commitment": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "party": {"enum": ["operator", "technician", "broker", "instrument"]},
            "capability": {"enum": ["view", "control", "send-file", "fetch-file", "clipboard-to", "clipboard-from"]},
            "channels": {"type": "array", "items": {"$ref": "#/$defs/number"}},
            "file": {"type": "object", "required": ["name", "size", "sha256"], "additionalProperties": false, "properties": {
              "name": {"$ref": "#/$defs/text"}, "size": {"type": "integer", "minimum": -1}, "sha256": {"$ref": "#/$defs/text"}}},
            "instrument": {"type": "object", "required": ["name", "serial", "site", "os", "version", "key"], "additionalProperties": false, "properties": {
              "name": {"$ref": "#/$defs/text"}, "serial": {"$ref": "#/$defs/text"}, "site": {"$ref": "#/$defs/text"}, "os": {"$ref": "#/$defs/text"},
              "version": {"$ref": "#/$defs/text"}, "key": {"$ref": "#/$defs/text"}}},
            "technician": {"type": "object", "required": ["account", "name", "role", "organisation", "key", "ticket", "caseReason"], "additionalProperties": false, "properties": {
              "account": {"$ref": "#/$defs/text"}, "name": {"$ref": "#/$defs/text"}, "role": {"$ref": "#/$defs/text"}, "organisation": {"$ref": "#/$defs/text"},
              "key": {"$ref": "#/$defs/text"}, "ticket": {"$ref": "#/$defs/text"}, "caseReason": {"$ref": "#/$defs/commitment"}}},
            "terms": {"type": "object", "required": ["policyVersion", "policySha256", "notAfter", "approvedBy"], "additionalProperties": false, "properties": {
              "policyVersion": {"$ref": "#/$defs/number"}, "policySha256": {"$ref": "#/$defs/text"}, "notAfter": {"$ref": "#/$defs/signed-number"},
              "approvedBy": {"type": "object", "propertyNames": {"$ref": "#/$defs/capability"}, "additionalProperties": {"$ref": "#/$defs/text"}}}},
            "policy": {"type": "object", "required": ["maxMinutes", "presenceMinutes", "graceSeconds", "promptSeconds", "maxFileBytes"], "additionalProperties": false, "properties": {
              "maxMinutes": {"type": "object", "propertyNames": {"$ref": "#/$defs/capability"}, "additionalProperties": {"$ref": "#/$defs/number"}},
              "presenceMinutes": {"$ref": "#/$defs/number"}, "graceSeconds": {"$ref": "#/$defs/number"}, "promptSeconds": {"$ref": "#/$defs/number"}, "maxFileBytes": {"$ref": "#/$defs/number"},
              "files": {"type": "object", "propertyNames": {"$ref": "#/$defs/capability"}, "additionalProperties": {"type": "object", "required": ["maxBytes"], "additionalProperties": false, "properties": {
                "maxBytes": {"$ref": "#/$defs/number"}, "types": {"type": "array", "items": {"$ref": "#/$defs/text"}}, "folders": {"type": "array", "items": {"$ref": "#/$defs/text"}}}}}}},
            "previous-run": {"oneOf": [{"type": "null"}, {"type": "object", "required": ["folder", "state"], "additionalProperties": false, "properties": {
              "folder": {"$ref": "#/$defs/text"}, "state": {"$ref": "#/$defs/word"}, "origin": {"$ref": "#/$defs/text"}, "size": {"$ref": "#/$defs/number"}, "root": {"$ref": "#/$defs/base64"}}}]},
            "place": {"type": "object", "additionalProperties": false, "properties": {
              "device": {"$ref": "#/$defs/value"}, "instrument": {"$ref": "#/$defs/value"}, "serial": {"$ref": "#/$defs/value"}, "site": {"$ref": "#/$defs/value"},
              "os": {"$ref": "#/$defs/value"}, "local": {"$ref": "#/$defs/value"}, "remote": {"$ref": "#/$defs/value"}, "proxy": {"$ref": "#/$defs/value"},
              "proxyScheme": {"$ref": "#/$defs/value"}, "tlsIssuer": {"$ref": "#/$defs/value"}, "tlsInterception": {"enum": ["none", "intercepted", "unknown"]}}}
          }
        }

        """;

    public static string Write()
    {
        var rows = EventCatalogue.All.Select(row =>
        {
            var names = row.Fields.Where(f => !f.IsOptional).Select(f => JsonSerializer.Serialize(f.Name));
            var pending = row.Log == CatalogueLog.Run ? [] : new[] { "\"pending\": {\"$ref\": \"#/$defs/number\"}", "\"nth\": {\"$ref\": \"#/$defs/number\"}" };
            var fields = row.Fields.Select(f => $"{JsonSerializer.Serialize(f.Name)}: {{\"$ref\": \"#/$defs/{Definition(row, f)}\"}}").Concat(pending);
            return $"    {{\"if\": {{\"properties\": {{\"event\": {{\"const\": \"{row.Code}\"}}}}}}, \"then\": {{\"properties\": {{\"data\": {{\"required\": [{string.Join(", ", names)}], "
                + $"\"additionalProperties\": false, \"properties\": {{{string.Join(", ", fields)}}}}}}}}}}}";
        });
        return new StringBuilder(Head).AppendJoin(",\n", rows).Append('\n').Append(Tail).ToString();
    }

    // Times of a session and steps of a clock can lie before their zero.
    private static string Definition(CatalogueEvent row, CatalogueField field) =>
        row.Code == EventCodes.ClockJumped || field.Name is "until" or "graceUntil" ? "signed-number" : field.Type;
}
