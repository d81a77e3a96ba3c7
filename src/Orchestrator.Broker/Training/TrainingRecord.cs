using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Broker.Training;

/// <summary>A course that a person took.</summary>
/// <param name="Account">Unique user name.</param>
/// <param name="Course">Course's id, for example <c>remote-support</c>.</param>
/// <param name="Version">Version of the course's content.</param>
/// <param name="Trainer">Who taught or examined.</param>
/// <param name="TakenOn">Day of the course.</param>
/// <param name="Score">0 to 100.</param>
/// <param name="ValidDays">Days that it counts, the day itself included.</param>
public sealed record TrainingRecord(string Account, string Course, string Version, string Trainer, DateOnly TakenOn, int Score, int ValidDays)
{
    /// <summary>First day on which it counts no more.</summary>
    public DateOnly ExpiresOn => TakenOn.AddDays(ValidDays);

    /// <summary>SHA-256 over the fields, each preceded by its length, so that an altered row shows against the log. Lower-case hex.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] fields =
        [
            "orchestrator/1 training", Account, Course, Version, Trainer, TakenOn.ToString("O", CultureInfo.InvariantCulture),
            Score.ToString(CultureInfo.InvariantCulture), ValidDays.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var field in fields)
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            hash.AppendData(BitConverter.IsLittleEndian ? [.. BitConverter.GetBytes(bytes.Length).Reverse()] : BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>A course without which nobody is admitted.</summary>
/// <param name="Course">Course's id.</param>
/// <param name="Version">The version that counts.</param>
/// <param name="PassScore">Least score, 0 to 100.</param>
public sealed record RequiredCourse(string Course, string Version, int PassScore);
