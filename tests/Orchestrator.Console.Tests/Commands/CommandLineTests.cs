using Orchestrator.Technicians.Commands;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Technicians.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ExitCode.Usage, "", "Required command was not provided.")]
    [InlineData(ExitCode.Usage, "fly", "fly")]
    [InlineData(ExitCode.Usage, "connect", "--pin")]
    [InlineData(ExitCode.Usage, "connect 12345678 --pin 123456 --reason x --user a", "A session number has nine digits")]
    [InlineData(ExitCode.Usage, "connect 012345678 --pin 123456 --reason x --user a", "A session number has nine digits")]
    [InlineData(ExitCode.Usage, "connect 123456789 --pin 12345 --reason x --user a", "A PIN has six digits")]
    [InlineData(ExitCode.Usage, "connect 123456789 --pin 12345x --reason x --user a", "A PIN has six digits")]
    [InlineData(ExitCode.Usage, "connect 123456789 --pin 123456 --reason x --user a --viewer tv", "'tv'")]
    [InlineData(ExitCode.Usage, "connect 123456789 --pin 123456 --reason x --user a --do nothing-here", "nothing-here can't be read")]
    [InlineData(ExitCode.Usage, "connect 123456789 --pin 123456 --reason x", "Name the technician with --user")]
    [InlineData(ExitCode.Usage, "connect 123456789 --pin 123456 --reason x --user a", "There is nobody to ask for the password")]
    [InlineData(ExitCode.Configuration, "connect 123456789 --pin 123456 --reason x --user a --password-stdin", "can't be read. Put the vendor's configuration file")]
    [InlineData(ExitCode.Configuration, "login --user a --password-stdin --proxy-credentials none", "The proxy's credentials none can't be used")]
    [InlineData(ExitCode.Configuration, "login --user a --password-stdin", "can't be read. Put the vendor's configuration file")]
    [InlineData(ExitCode.Usage, "request 123456789 --reason x --user a", "--capability")]
    [InlineData(ExitCode.Usage, "request 12345678 --capability control --reason x --user a", "A session number has nine digits")]
    [InlineData(ExitCode.Usage, "request 123456789 --capability fly --reason x --user a", "There is no capability 'fly'")]
    [InlineData(ExitCode.Usage, "request 123456789 --capability control --reason x --user a", "There is nobody to ask for the password")]
    [InlineData(ExitCode.Configuration, "request 123456789 --capability control --capability send-file --reason x --user a --password-stdin", "can't be read. Put the vendor's configuration file")]
    [InlineData(ExitCode.Configuration, "approvals --json --user a --password-stdin", "can't be read. Put the vendor's configuration file")]
    [InlineData(ExitCode.Usage, "approve 17 --user a", "--meaning")]
    [InlineData(ExitCode.Usage, "refuse 17 --meaning \u202Eno --user a", "--meaning needs 1 to 400 visible characters")]
    [InlineData(ExitCode.Configuration, "approve 17 --meaning checked --user a --password-stdin", "can't be read. Put the vendor's configuration file")]
    [InlineData(ExitCode.Usage, "login --user a", "There is nobody to ask for the password")]
    [InlineData(ExitCode.Usage, "activate --user a", "There is nobody to ask for the setup code")]
    [InlineData(ExitCode.Configuration, "activate --user a --stdin", "can't be read. Put the vendor's configuration file")]
    [InlineData(ExitCode.Usage, "activate --user a --password-stdin", "--password-stdin")]
    [InlineData(ExitCode.Usage, "audit verify . --key nonsense", "The key isn't one")]
    public async Task What_is_wrong_is_a_sentence_and_an_exit_code(ExitCode expected, string line, string says)
    {
        var (exit, output, error) = await RunAsync(line);

        Assert.Equal((int)expected, exit);
        Assert.Contains(says, error + output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-password", error + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_is_read_before_anything_else()
    {
        await File.WriteAllTextAsync(_folder["script"], "view\nclick here\n");

        var (exit, _, error) = await RunAsync($"connect 123456789 --pin 123456 --reason x --user a --password-stdin --do {_folder["script"]}");

        Assert.Equal((int)ExitCode.Usage, exit);
        Assert.Equal("line 2: write click X Y", error.Trim());
    }

    [Fact]
    public async Task Unsigned_plugins_are_for_development_builds_and_said_aloud()
    {
        var line = $"login --user a --password-stdin --plugins {_folder["plugins"]} --allow-unsigned";
        var release = await RunAsync(line, KeyFingerprint.FromBytes(new byte[KeyFingerprint.Size]));
        var development = await RunAsync(line);

        Assert.Equal((int)ExitCode.Usage, release.Exit);
        Assert.Contains("--allow-unsigned", release.Error, StringComparison.Ordinal);
        Assert.StartsWith("UNSIGNED PLUGINS ARE ALLOWED", development.Error, StringComparison.Ordinal);
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(string line, KeyFingerprint? root = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var io = new CommandIo
        {
            Output = output,
            Error = error,
            Input = new MemoryStream("canary-password\n123456\n"u8.ToArray()),
            IsInteractive = false,
            Options = new ConsoleOptions { ConfigurationPath = _folder["none"], DataDirectory = _folder["data"], CompiledRoot = root },
        };
        var exit = await ConsoleProgram.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), io, default).OrFail();
        return (exit, output.ToString(), error.ToString());
    }
}
