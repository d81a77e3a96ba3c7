using System.CommandLine;
using System.Globalization;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Store;
using Orchestrator.Broker.Training;
using Orchestrator.Trust.Passwords;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Commands;

/// <summary><c>training record</c>, <c>training list</c> and <c>training course</c>. They may run while the broker serves.</summary>
internal static class TrainingCommands
{
    public static Command Create(CommandIo io, PasswordHasher passwords) => new("training", "Courses that people took.")
    {
        Record(io, passwords),
        List(io),
        CourseCommands.Create(io, passwords),
    };

    private static TrainingStore Open(BrokerStore store, CommandIo io) =>
        new(store, new AccountStore(store, io.Time, SystemRandomSource.Instance), new CourseStore(store, io.Time), io.Time);

    private static Command Record(CommandIo io, PasswordHasher passwords)
    {
        var name = new Argument<string>("NAME") { Description = "User name of who took the course." };
        var data = CommonOptions.Data();
        var course = CommonOptions.Text("--course", "The course.", "NAME");
        var version = CommonOptions.Text("--version", "Version of its content.", "TEXT");
        var trainer = CommonOptions.Text("--trainer", "Who taught or examined; never the person himself.", "TEXT");
        var date = CommonOptions.Text("--date", "Day of the course, as YYYY-MM-DD.", "DATE");
        var score = new Option<int>("--score") { Description = "Result, 0 to 100.", Required = true };
        var validDays = new Option<int?>("--valid-days") { Description = "Days that it counts from its date on. Default, and most: those of the course." };
        var command = new Command("record", "Record a course. Nothing is ever changed: a better result is a further record.")
        {
            name, data, course, version, trainer, date, score, validDays,
        };
        var acting = ActingAdministrator.AddTo(command, io, passwords);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var by = await acting.ProveAsync(result, folder, store, cancellationToken);
            var record = await Open(store, io).RecordAsync(
                new TrainingResult(
                    result.GetRequiredValue(name), result.GetRequiredValue(course), result.GetRequiredValue(version), result.GetRequiredValue(trainer),
                    CommonOptions.ParseDay(result.GetRequiredValue(date)), result.GetValue(score), result.GetValue(validDays)),
                by,
                cancellationToken);
            io.Output.WriteLine($"Course '{record.Course}', version {record.Version}, of '{record.Account}' is recorded with score {record.Score}; a pass counts until {CommonOptions.Iso(record.ExpiresOn.AddDays(-1))}.");
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command List(CommandIo io)
    {
        var name = new Argument<string?>("NAME") { Description = "User name; without it, everybody's.", Arity = ArgumentArity.ZeroOrOne };
        var data = CommonOptions.Data();
        var json = CommonOptions.AsJson();
        var command = new Command("list", "Show what was recorded.") { name, data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (_, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var records = await Open(store, io).ListAsync(result.GetValue(name), cancellationToken);
            if (result.GetValue(json))
            {
                CommonOptions.WriteJson(io, records);
            }
            else
            {
                CommonOptions.WriteTable(
                    io, ["NAME", "COURSE", "VERSION", "TAKEN", "SCORE", "EXPIRES", "TRAINER"],
                    records.Select(r => new[] { r.Account, r.Course, r.Version, CommonOptions.Iso(r.TakenOn), r.Score.ToString(CultureInfo.InvariantCulture), CommonOptions.Iso(r.ExpiresOn), r.Trainer }));
            }

            return (int)ExitCode.Success;
        });
        return command;
    }
}
