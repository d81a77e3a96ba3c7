using System.Globalization;

namespace Orchestrator.Broker.Training;

/// <summary>One version of a course. Never changed: other content is another version.</summary>
/// <param name="Name">The course's id, for example <c>remote-support</c>.</param>
/// <param name="Version">Version of its content.</param>
/// <param name="ContentSha256">SHA-256 of the document that is taught, lower-case hex.</param>
/// <param name="PassScore">Least score, 0 to 100.</param>
/// <param name="ValidDays">Longest that a record of it counts, in days.</param>
/// <param name="Roles">Who may not ask for a session without it; empty: whoever a policy's rule names.</param>
/// <param name="RequiredFrom">First day, in UTC, on which this version is the one that counts.</param>
public sealed record Course(
    string Name, string Version, string ContentSha256, int PassScore, int ValidDays, IReadOnlyList<string> Roles, DateOnly RequiredFrom)
{
    /// <summary>The course that nobody can leave out: what a technician sees at an instrument belongs to somebody.</summary>
    public const string DataAndPrivacy = "data-and-privacy";

    /// <summary>SHA-256 over the fields, so that an altered row shows against the log. Lower-case hex.</summary>
    public string Hash() => FieldHash.Of(
        "orchestrator/1 course", Name, Version, ContentSha256, PassScore.ToString(CultureInfo.InvariantCulture), ValidDays.ToString(CultureInfo.InvariantCulture),
        string.Join(' ', Roles), RequiredFrom.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>As sentences name it.</summary>
    public override string ToString() => $"'{Name}', version {Version}";
}
