using System.Text.Json;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Reviews;

/// <summary>A review as it stands in the log.</summary>
internal sealed record SignedReview(
    long Sequence, string Utc, string PrintedName, string Account, string Meaning, string Remarks, SessionNumber? Session, long Claims, string ClaimsRoot, long First, long Last, long Records, string RecordsRoot)
{
    /// <summary>Reads one; the line is a record of the broker's log with this code.</summary>
    public static SignedReview Read(long sequence, ReadOnlyMemory<byte> line)
    {
        using var record = JsonDocument.Parse(line);
        var (root, data, who) = (record.RootElement, record.RootElement.GetProperty("data"), record.RootElement.GetProperty("who"));
        SessionNumber? session = root.TryGetProperty("session", out var digits) && SessionNumber.TryParse(digits.GetString()!, out var number) ? number : null;
        return new SignedReview(
            sequence, root.GetProperty("when").GetProperty("utc").GetString()!, Text(who, "name"), Text(who, "account"), Text(data, "meaning"), Text(data, "remarks"), session,
            data.GetProperty("claims").GetInt64(), Text(data, "claimsRoot"), data.GetProperty("first").GetInt64(), data.GetProperty("last").GetInt64(), data.GetProperty("records").GetInt64(), Text(data, "recordsRoot"));
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
