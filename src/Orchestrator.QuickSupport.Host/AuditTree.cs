using System.CommandLine;
using System.Globalization;
using Orchestrator.Audit.Runs;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.QuickSupport.Journal;
using Orchestrator.SiteFiles;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Host;

/// <summary><c>quicksupport audit …</c>: what people may do to logs of runs that are over. Needs no terminal and no network.</summary>
internal static class AuditTree
{
    private const int Refused = (int)ExitCode.Unexpected;

    public static Command Create(Option<string> site) => new("audit", "Logs of runs that are over: list and erase a person's words, remove old runs.")
    {
        Texts(),
        Request(),
        Show(),
        Approve(),
        Remove(site),
    };

    private static Argument<string> Run() => new("RUNFOLDER") { Description = "Folder of one run's log (run-…)." };

    private static Argument<int> Number() => new("NUMBER") { Description = "Number of the request." };

    private static Command Texts()
    {
        var run = Run();
        var command = new Command("texts", "List the words of persons that lie beside a run's log: commitment, record, event, text.") { run };
        command.SetAction(parsed => Do(() =>
        {
            foreach (var (commitment, sequence, code, text) in TextErasure.Texts(parsed.GetRequiredValue(run), SystemRandomSource.Instance))
                Console.Out.WriteLine($"{commitment}  {sequence.ToString(CultureInfo.InvariantCulture),6}  {code,-20}  {TextErasure.Shown(text)}");
        }));
        return command;
    }

    private static Command Request()
    {
        var run = Run();
        var text = new Option<string[]>("--text") { Description = "Commitment of a text to erase; may be given several times.", AllowMultipleArgumentsPerToken = true, HelpName = "COMMITMENT" };
        var all = new Option<bool>("--all") { Description = "Every text that is still there." };
        var reason = new Option<string>("--reason") { Description = "Why it may no longer be read.", Required = true, HelpName = "TEXT" };
        var command = new Command("request-erasure", "The first of two persons: ask for texts to be erased. Prints number and digest for the second.") { run, text, all, reason };
        command.SetAction(parsed => Do(() =>
        {
            var path = parsed.GetRequiredValue(run);
            var wanted = parsed.GetValue(all)
                ? [.. TextErasure.Texts(path, SystemRandomSource.Instance).Select(t => t.Commitment).Distinct()]
                : parsed.GetValue(text) ?? [];
            Print(Erasing().Request(path, wanted, parsed.GetRequiredValue(reason)));
        }));
        return command;
    }

    private static Command Show()
    {
        var (run, number) = (Run(), Number());
        var command = new Command("show-erasure", "What a request wants.") { run, number };
        command.SetAction(parsed => Do(() => Print(Erasing().Show(parsed.GetRequiredValue(run), parsed.GetRequiredValue(number)))));
        return command;
    }

    private static Command Approve()
    {
        var (run, number) = (Run(), Number());
        var digest = new Argument<string>("DIGEST") { Description = "As shown: so that nothing else is approved than was read." };
        var command = new Command("approve-erasure", "The second person, under another account of this computer: approve a request, which erases the texts. The records stay.") { run, number, digest };
        command.SetAction(parsed => Do(() =>
        {
            var erased = Erasing().Approve(parsed.GetRequiredValue(run), parsed.GetRequiredValue(number), parsed.GetRequiredValue(digest));
            Console.Out.WriteLine($"{erased.ToString(CultureInfo.InvariantCulture)} texts are erased. The next run of QuickSupport records it. Copies (backups, evidence bundles, sinks) aren't touched.");
        }));
        return command;
    }

    private static Command Remove(Option<string> site)
    {
        var log = new Option<string>("--log") { Description = "Folder of the evidence logs.", DefaultValueFactory = _ => ProgramPaths.Logs };
        var reason = new Option<string>("--reason") { Description = "Why they go.", Required = true, HelpName = "TEXT" };
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would go." };
        var command = new Command("remove-old", $"Remove runs that are closed, delivered, and older than the site file's retention-days ({SiteFile.DefaultRetentionDays.ToString(CultureInfo.InvariantCulture)} where it says nothing). A stub of each stays.") { log, reason, dry };
        command.SetAction(parsed => Do(() =>
        {
            var path = parsed.GetRequiredValue(site);
            var file = SiteFileLoader.Load(path, mustExist: path != SiteFileLoader.DefaultPath);
            var age = TimeSpan.FromDays(file.RetentionDays ?? SiteFile.DefaultRetentionDays);
            var now = TimeProvider.System.GetUtcNow();
            foreach (var name in RunFolderName.List(parsed.GetRequiredValue(log)))
            {
                var folder = Path.Combine(parsed.GetRequiredValue(log), name.ToString());
                if (RunRetention.WhyNot(folder, age, now) is { } why)
                {
                    Console.Out.WriteLine($"stays    {name}: {why}");
                    continue;
                }

                if (!parsed.GetValue(dry))
                    RunRetention.Remove(folder, age, now, Environment.UserName, parsed.GetRequiredValue(reason));
                Console.Out.WriteLine($"{(parsed.GetValue(dry) ? "would go" : "removed")} {name}");
            }
        }));
        return command;
    }

    private static TextErasure Erasing() => new(new OsPeople(), TimeProvider.System, SystemRandomSource.Instance);

    private static void Print(ErasureRequest request)
    {
        Console.Out.WriteLine($"request  {request.Number.ToString(CultureInfo.InvariantCulture)}");
        Console.Out.WriteLine($"digest   {request.Digest}");
        Console.Out.WriteLine($"by       {TextErasure.Shown(request.Account)}");
        Console.Out.WriteLine($"reason   {TextErasure.Shown(request.Reason)}");
        foreach (var commitment in request.Commitments)
            Console.Out.WriteLine($"text     {commitment}");
    }

    private static int Do(Action act)
    {
        try
        {
            act();
            return (int)ExitCode.Ended;
        }
        catch (Exception e) when (e is ErasureException or RetentionException or SiteFileException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return Refused;
        }
    }
}
