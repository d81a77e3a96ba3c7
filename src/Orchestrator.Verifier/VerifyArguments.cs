namespace Orchestrator.Verifier;

/// <summary>The command line, taken apart.</summary>
/// <param name="Folder">The log's folder.</param>
/// <param name="Key">The key's text, or the file that holds it.</param>
/// <param name="Checkpoints">Files with signed notes that somebody else kept.</param>
/// <param name="Json">Report as JSON.</param>
internal sealed record VerifyArguments(string Folder, string Key, IReadOnlyList<string> Checkpoints, bool Json)
{
    /// <summary>Null with a sentence when the line isn't understood.</summary>
    public static VerifyArguments? Parse(string[] args, out string error)
    {
        string? folder = null;
        string? key = null;
        var checkpoints = new List<string>();
        var json = false;
        error = "";
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--json":
                    json = true;
                    break;
                case "--key" or "--checkpoint" when i + 1 == args.Length:
                    error = $"{args[i]} needs a value behind it.";
                    return null;
                case "--key" when key is not null:
                    error = "--key was given twice.";
                    return null;
                case "--key":
                    key = args[++i];
                    break;
                case "--checkpoint":
                    checkpoints.Add(args[++i]);
                    break;
                case var option when option.StartsWith('-'):
                    error = $"The option {option} isn't known.";
                    return null;
                default:
                    if (folder is not null)
                    {
                        error = "More than one folder was given.";
                        return null;
                    }

                    folder = args[i];
                    break;
            }
        }

        if (folder is null || key is null)
        {
            error = folder is null ? "Which log? Name its folder." : "Which key? Name it with --key.";
            return null;
        }

        return new VerifyArguments(folder, key, checkpoints, json);
    }
}
