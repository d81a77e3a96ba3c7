using Orchestrator.Witnesses.Commands;

namespace Orchestrator.Witnesses.Tests.Keys;

/// <summary><c>keys</c> makes each key once, says what others need, and never shows a secret.</summary>
[Trait("Requirement", "R-AUD-16")]
public sealed class KeysTests(MadeKeys made) : IClassFixture<MadeKeys>
{
    private readonly string _folder = made.Copy();

    [Fact]
    public async Task Again_it_says_the_same_and_makes_what_is_missing()
    {
        var before = await File.ReadAllBytesAsync(Path.Combine(_folder, "witness.key"));
        File.Delete(Path.Combine(_folder, "site.secret"));

        var (code, said) = await RunAsync("lab.example/witness");

        Assert.Equal(0, code);
        Assert.Equal(Lines(made.Said)[..2], Lines(said)[..2]);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(_folder, "witness.key")));
        Assert.Equal(32, Convert.FromBase64String((await File.ReadAllTextAsync(Path.Combine(_folder, "site.secret"))).Trim()).Length);
    }

    [Fact]
    public async Task What_it_says_holds_the_public_keys_and_nothing_of_the_secret_ones()
    {
        Assert.Contains($"verifier key  {made.Verifier}", made.Said, StringComparison.Ordinal);
        foreach (var file in new[] { "witness.key", "site.secret" })
            Assert.DoesNotContain((await File.ReadAllTextAsync(Path.Combine(_folder, file))).Trim(), made.Said, StringComparison.Ordinal);
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in Directory.EnumerateFiles(_folder))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Theory]
    [InlineData("other.example/witness", ExitCode.Data, "belongs to witness lab.example/witness already")]
    [InlineData("two words", ExitCode.Usage, "no spaces")]
    [InlineData("a+b", ExitCode.Usage, "no plus signs")]
    public async Task Another_name_or_none_is_refused(string name, ExitCode expected, string what)
    {
        var (code, said) = await RunAsync(name);

        Assert.Equal((int)expected, code);
        Assert.Contains(what, said, StringComparison.Ordinal);
    }

    private static string[] Lines(string said) => said.Split('\n');

    private async Task<(int Code, string Said)> RunAsync(string name)
    {
        using var said = new StringWriter();
        return (await WitnessProgram.RunAsync(["keys", "--data", _folder, "--name", name], null, said, said, CancellationToken.None), said.ToString());
    }
}
