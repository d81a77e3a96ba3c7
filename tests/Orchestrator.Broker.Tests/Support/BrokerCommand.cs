using System.Text;
using Orchestrator.Broker.Commands;

namespace Orchestrator.Broker.Tests.Support;

/// <summary>One command of <c>orchestrator-broker</c>, with what stands on standard input.</summary>
internal static class BrokerCommand
{
    public static async Task<(int Code, string Output, string Error)> RunAsync(TimeProvider time, string input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var io = new CommandIo { Output = output, Error = error, Input = new MemoryStream(Encoding.UTF8.GetBytes(input)), IsInteractive = false, Time = time };
        var code = await BrokerProgram.RunAsync(args, io, QuickPasswords.Create(), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
