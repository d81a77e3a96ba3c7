using System.Text.Json;
using Orchestrator.Domain;

namespace Orchestrator.Audit.Records;

/// <summary>The limits of a session and the terms of its ticket, both ways.</summary>
internal static class PolicyFields
{
    public static void Write(Utf8JsonWriter json, SessionPolicy policy)
    {
        json.WriteStartObject("policy");
        json.WriteStartObject("maxMinutes");
        foreach (var (capability, minutes) in policy.MaxMinutes)
            json.WriteNumber(capability.Name(), minutes);
        json.WriteEndObject();
        json.WriteNumber("presenceMinutes", policy.PresenceMinutes);
        json.WriteNumber("graceSeconds", policy.GraceSeconds);
        json.WriteNumber("promptSeconds", policy.PromptSeconds);
        json.WriteNumber("maxFileBytes", policy.MaxFileBytes);
        if (!policy.Files.IsEmpty)
        {
            json.WriteStartObject("files");
            foreach (var (capability, files) in policy.Files)
                WriteFiles(json, capability.Name(), files);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static SessionPolicy Read(FieldReader f) =>
        new(f.ByCapability("maxMinutes", (m, name) => m.Int(name)), f.Int("presenceMinutes"), f.Int("graceSeconds"), f.Int("promptSeconds"), f.Long("maxFileBytes"))
        {
            Files = f.Has("files") ? f.ByCapability("files", (m, name) => ReadFiles(m.Object(name))) : SessionPolicy.Default.Files,
        };

    public static void WriteTerms(Utf8JsonWriter json, TicketTerms terms)
    {
        json.WriteStartObject("terms");
        json.WriteNumber("policyVersion", terms.Policy.Version);
        json.WriteString("policySha256", RecordData.Text(terms.Policy.Sha256));
        json.WriteNumber("notAfter", terms.NotAfter.Milliseconds);
        json.WriteStartObject("approvedBy");
        foreach (var (capability, name) in terms.ApprovedBy)
            json.WriteString(capability.Name(), RecordData.Text(name));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static TicketTerms ReadTerms(FieldReader f) => new(
        new PolicyVersion(f.Int("policyVersion"), f.Text("policySha256")),
        new SessionTime(f.Long("notAfter")),
        f.ByCapability("approvedBy", (m, name) => m.Text(name)));

    /// <summary>An absent list: any; an empty one: none.</summary>
    private static void WriteFiles(Utf8JsonWriter json, string name, FileLimits files)
    {
        json.WriteStartObject(name);
        json.WriteNumber("maxBytes", files.MaxBytes);
        if (!files.Types.IsAny)
            WriteTexts(json, "types", files.Types.Names);
        if (!files.Folders.IsAny)
            WriteTexts(json, "folders", files.Folders.Paths);
        json.WriteEndObject();
    }

    private static FileLimits ReadFiles(FieldReader f) => new(
        f.Long("maxBytes"),
        f.Has("types") ? FileTypes.Of(f.Texts("types", FileTypes.IsType)) : FileTypes.Any,
        f.Has("folders") ? Folders.Of(f.Texts("folders", Folders.IsFolder)) : Folders.Any);

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(RecordData.Text(text));
        json.WriteEndArray();
    }
}
