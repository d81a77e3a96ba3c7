using System.Security.Cryptography;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Training;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Setup;

/// <summary>The courses that a new vendor begins with. Their documents come with the program, lie in the data folder to be taught from, and are what the hashes are of.</summary>
internal static class FirstCourses
{
    private const string Version = "1";
    private const int PassScore = 80;
    private const int ValidDays = 365;

    private static readonly string[] Names = ["remote-support", Course.DataAndPrivacy];

    public static async Task AddAsync(CourseStore courses, DataFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var name in Names)
        {
            var document = Document(name);
            PrivateFiles.Write(Path.Combine(folder.Courses, $"{name}-{Version}.md"), document);
            await courses.AddAsync(
                new Course(name, Version, Convert.ToHexStringLower(SHA256.HashData(document)), PassScore, ValidDays, CourseStore.AllRoles, today), ActingPerson.DataFolderOwner(Environment.UserName), cancellationToken);
        }
    }

    private static byte[] Document(string name)
    {
        using var stream = typeof(FirstCourses).Assembly.GetManifestResourceStream($"course/{name}.md")
            ?? throw new InvalidOperationException($"The course {name} is missing from this build.");
        var document = new byte[stream.Length];
        stream.ReadExactly(document);
        return document;
    }
}
