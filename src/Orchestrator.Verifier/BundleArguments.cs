namespace Orchestrator.Verifier;

/// <summary>The command line for an evidence bundle, taken apart.</summary>
/// <param name="File">The bundle.</param>
/// <param name="Root">File or digits.</param>
/// <param name="Witnesses">Verifier keys as text, or files that hold one.</param>
/// <param name="Json">Report as JSON.</param>
internal sealed record BundleArguments(string File, string Root, IReadOnlyList<string> Witnesses, bool Json)
{
    /// <summary>True for a command line that names a root: then it is about a bundle.</summary>
    public static bool IsAbout(string[] args) => args.Contains("--trust");

    /// <summary>Null with a sentence when the line isn't understood.</summary>
    public static BundleArguments? Parse(string[] args, out string error)
    {
        string? file = null;
        string? root = null;
        var witnesses = new List<string>();
        var json = false;
        error = "";
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--json":
                    json = true;
                    break;
                case "--trust" or "--witness" when i + 1 == args.Length:
                    error = $"{args[i]} needs a value behind it.";
                    return null;
                case "--trust" when root is not null:
                    error = "--trust was given twice: there is one root.";
                    return null;
                case "--trust":
                    root = args[++i];
                    break;
                case "--witness":
                    witnesses.Add(args[++i]);
                    break;
                case var option when option.StartsWith('-'):
                    error = $"The option {option} isn't known for a bundle.";
                    return null;
                case var _ when file is not null:
                    error = "More than one file was given.";
                    return null;
                default:
                    file = args[i];
                    break;
            }
        }

        error = file is null ? "Which bundle? Name its file." : "Whom do you trust? Name the root with --trust.";
        return file is null || root is null ? null : new BundleArguments(file, root, witnesses, json);
    }
}
