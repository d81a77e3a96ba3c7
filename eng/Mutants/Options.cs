using System.Globalization;

namespace Orchestrator.Mutants;

/// <summary>The command line.</summary>
internal sealed record Options(bool All, int Draw, int Checks, IReadOnlyList<string> Ids, string? Seed, bool OnlyCheck, bool Json, TimeSpan Longest)
{
    public const string Usage = """
        mutants [--draw N] [--checks N] [--seed TEXT] [--all] [--id NAMES] [--check] [--json] [--timeout SECONDS]

        Takes away what a requirement rests on, runs the tests that carry the requirement, and says whether one of them noticed.
        Methods and checks are those of docs/traceability.md. Build first (eng/test.sh, or dotnet build Orchestrator.sln): what was built is copied and changed.

          --draw N           so many requirements by lot; their methods are emptied
          --checks N         so many checks of docs/protocol.md by lot; they are taken out of the source
          --seed TEXT        the lot is the order of SHA-256(seed, name); the commit's hash if it isn't given
          --all              every requirement and every check
          --id A,B           only these requirements (R-HS-4) and checks (C-07)
          --check            only sees that the page fits the code and that every id of the nine families is on it
          --json             for scripts
          --timeout SECONDS  longest run of tests (240)

        Without --draw, --checks, --all and --id: --draw 20 --checks 10.
        Exit code: 0 a test noticed each time, 1 something was taken away and no test noticed, 2 the command line or the page is wrong.
        """;

    /// <summary>Null when the command line is wrong.</summary>
    public static Options? Parse(string[] args)
    {
        var options = new Options(All: false, Draw: 0, Checks: 0, Ids: [], Seed: null, OnlyCheck: false, Json: false, TimeSpan.FromSeconds(240));
        for (var at = 0; at < args.Length; at++)
        {
            var value = at + 1 < args.Length ? args[at + 1] : null;
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
            Options? next = args[at] switch
            {
                "--all" => options with { All = true },
                "--check" => options with { OnlyCheck = true },
                "--json" => options with { Json = true },
                "--draw" when number > 0 => options with { Draw = number },
                "--checks" when number > 0 => options with { Checks = number },
                "--timeout" when number > 0 => options with { Longest = TimeSpan.FromSeconds(number) },
                "--seed" when value is not null => options with { Seed = value },
                "--id" when value is not null => options with { Ids = value.Split(',') },
                _ => null,
            };
            if (next is null)
                return null;
            options = next;
            if (args[at] is "--draw" or "--checks" or "--timeout" or "--seed" or "--id")
                at++;
        }

        return options is { All: false, Draw: 0, Checks: 0, Ids.Count: 0 } ? options with { Draw = 20, Checks = 10 } : options;
    }
}
