using System.Globalization;

namespace Orchestrator.Broker.Training;

/// <summary>A course that a person took.</summary>
/// <param name="Account">Unique user name.</param>
/// <param name="Course">Course's id, for example <c>remote-support</c>.</param>
/// <param name="Version">Version of the course's content.</param>
/// <param name="ContentSha256">SHA-256 of the document that was taught, lower-case hex.</param>
/// <param name="Trainer">Who taught or examined.</param>
/// <param name="TakenOn">Day of the course.</param>
/// <param name="Score">0 to 100.</param>
/// <param name="ValidDays">Days that it counts, the day itself included.</param>
public sealed record TrainingRecord(string Account, string Course, string Version, string ContentSha256, string Trainer, DateOnly TakenOn, int Score, int ValidDays)
{
    /// <summary>First day on which it counts no more.</summary>
    public DateOnly ExpiresOn => TakenOn.AddDays(ValidDays);

    /// <summary>SHA-256 over the fields, so that an altered row shows against the log. Lower-case hex.</summary>
    public string Hash() => FieldHash.Of(
        "orchestrator/1 training", Account, Course, Version, ContentSha256, Trainer, TakenOn.ToString("O", CultureInfo.InvariantCulture),
        Score.ToString(CultureInfo.InvariantCulture), ValidDays.ToString(CultureInfo.InvariantCulture));
}

/// <summary>What somebody who taught a course says about one person.</summary>
/// <param name="Account">User name of who took it.</param>
/// <param name="Course">Course's id.</param>
/// <param name="Version">Version of its content.</param>
/// <param name="Trainer">Who taught or examined; never the person himself.</param>
/// <param name="TakenOn">Day of the course.</param>
/// <param name="Score">0 to 100.</param>
/// <param name="ValidDays">Days that it counts; null: as long as the course allows.</param>
public sealed record TrainingResult(string Account, string Course, string Version, string Trainer, DateOnly TakenOn, int Score, int? ValidDays = null);
