using Orchestrator.Audit.Witnessing;
using Orchestrator.Witnesses.Commands;

namespace Orchestrator.Witnesses.Tests.Keys;

/// <summary>What <c>keys</c> makes, made once and copied for each test: the link's key takes a while.</summary>
public sealed class MadeKeys : IAsyncLifetime
{
    /// <summary>The witness's name.</summary>
    public const string Name = "lab.example/witness";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("witness-keys-");

    /// <summary>What was printed.</summary>
    public string Said { get; private set; } = "";

    /// <summary>The verifier key.</summary>
    public WitnessKey Verifier { get; private set; } = null!;

    private string Made => Path.Combine(_root.FullName, "made");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        using var said = new StringWriter();
        Assert.Equal(0, await WitnessProgram.RunAsync(["keys", "--data", Made, "--name", Name], null, said, said, CancellationToken.None));
        Said = said.ToString();
        Verifier = WitnessKey.TryParse((await File.ReadAllTextAsync(Path.Combine(Made, "witness.vkey"))).TrimEnd('\n'), out var key) ? key : throw new FormatException(Said);
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        _root.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A folder of its own with these keys, and nothing cosigned yet.</summary>
    public string Copy()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.FullName, Guid.NewGuid().ToString("N"))).FullName;
        foreach (var file in Directory.EnumerateFiles(Made))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }
}
