namespace Orchestrator.Architecture.Assemblies;

/// <summary>Everything that a program can come to, over the references of its assemblies and of theirs.</summary>
internal static class Reach
{
    /// <summary>Names of the assemblies; those of the runtime are named but not followed.</summary>
    public static HashSet<string> From(string assembly)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([assembly]);
        while (open.TryDequeue(out var name))
        {
            if (!reached.Add(name) || Read(name) is not { } read)
                continue;
            foreach (var reference in read.References)
                open.Enqueue(reference);
        }

        return reached;
    }

    private static ProductAssembly? Read(string name)
    {
        if (ProductAssembly.All.FirstOrDefault(one => one.Name == name) is { } own)
            return own;
        var file = Path.Combine(AppContext.BaseDirectory, $"{name}.dll");
        return File.Exists(file) ? ProductAssembly.FromFile(file) : null;
    }
}
