using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Orchestrator.Broker.Training;
using Orchestrator.Trust.Passwords;

namespace Orchestrator.Broker.Commands;

/// <summary><c>training course add</c>, <c>list</c> and <c>retire</c>. They may run while the broker serves, and count at once.</summary>
internal static class CourseCommands
{
    private const string NoRole = "none";

    public static Command Create(CommandIo io, PasswordHasher passwords) => new("course", "The courses themselves: what is taught, to whom, and how long it counts.")
    {
        Add(io, passwords),
        List(io),
        Retire(io, passwords),
    };

    private static Command Add(CommandIo io, PasswordHasher passwords)
    {
        var name = new Argument<string>("NAME") { Description = "The course, for example data-and-privacy." };
        var data = CommonOptions.Data();
        var version = CommonOptions.Text("--version", "Version of its content. A newer version takes the place of the older one on its day.", "TEXT");
        var content = CommonOptions.Text("--content", "The document that is taught; its SHA-256 goes into the course and into each record.", "FILE");
        var validDays = new Option<int>("--valid-days") { Description = "Longest that a record of it counts.", Required = true };
        var passScore = new Option<int>("--pass-score") { Description = "Least score, 0 to 100.", Required = true };
        var roles = new Option<string[]>("--roles")
        {
            Description = $"Who may not ask for a session without it; '{NoRole}': whoever a rule of the policy names. Default: {string.Join(" ", CourseStore.AllRoles)}.",
            HelpName = "ROLE",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. CourseStore.AllRoles],
        };
        var from = new Option<string?>("--from") { Description = "First day on which this version is the one that counts, as YYYY-MM-DD, so that people can be taught before. Default: today.", HelpName = "DATE" };
        var command = new Command("add", "Add a course, or a version of one. Nothing is ever changed: other content is another version.") { name, data, version, content, validDays, passScore, roles, from };
        var acting = ActingAdministrator.AddTo(command, io, passwords);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var day = result.GetValue(from) is { } text ? CommonOptions.ParseDay(text) : DateOnly.FromDateTime(io.Time.GetUtcNow().UtcDateTime);
            var named = result.GetRequiredValue(roles);
            var hash = await HashAsync(result.GetRequiredValue(content), cancellationToken);
            var by = await acting.ProveAsync(result, folder, store, cancellationToken);
            var course = await new CourseStore(store, io.Time).AddAsync(
                new Course(
                    result.GetRequiredValue(name), result.GetRequiredValue(version), hash, result.GetValue(passScore), result.GetValue(validDays), named is [NoRole] ? [] : named, day),
                by,
                cancellationToken);
            io.Output.WriteLine($"Course {course} counts from {CommonOptions.Iso(course.RequiredFrom)} on. SHA-256 of its content: {course.ContentSha256}");
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command List(CommandIo io)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.AsJson();
        var command = new Command("list", "Show the courses that count, or will.") { data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (_, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var courses = await new CourseStore(store, io.Time).ListAsync(cancellationToken);
            if (result.GetValue(json))
            {
                CommonOptions.WriteJson(io, courses);
            }
            else
            {
                CommonOptions.WriteTable(
                    io, ["COURSE", "VERSION", "FROM", "PASS", "DAYS", "ROLES", "CONTENT"],
                    courses.Select(c => new[] { c.Name, c.Version, CommonOptions.Iso(c.RequiredFrom), Number(c.PassScore), Number(c.ValidDays), c.Roles.Count == 0 ? NoRole : string.Join(' ', c.Roles), c.ContentSha256 }));
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command Retire(CommandIo io, PasswordHasher passwords)
    {
        var name = new Argument<string>("NAME") { Description = "The course." };
        var data = CommonOptions.Data();
        var command = new Command("retire", "Nobody needs this course any more, in any version. Records of it stay.") { name, data };
        var acting = ActingAdministrator.AddTo(command, io, passwords);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            await new CourseStore(store, io.Time).RetireAsync(result.GetRequiredValue(name), await acting.ProveAsync(result, folder, store, cancellationToken), cancellationToken);
            io.Output.WriteLine($"Course '{result.GetRequiredValue(name)}' counts no more.");
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return file.Length > 0
                ? Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken))
                : throw new BrokerException(ExitCode.Refused, $"The document {path} is empty. Name the one that is taught.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BrokerException(ExitCode.Refused, $"The document {path} can't be read: {e.Message} Name the one that is taught.", e);
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
