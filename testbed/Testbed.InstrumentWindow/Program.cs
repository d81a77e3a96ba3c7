using System.CommandLine;
using Orchestrator.Testbed.Instrument;
using Orchestrator.Testbed.InstrumentWindow;

var seed = new Option<int>("--seed") { Description = "Decides the deck, the files and the place of the error.", DefaultValueFactory = _ => 1 };
var size = new Option<string>("--size") { Description = "Picture size in pixels.", DefaultValueFactory = _ => "1920x1080" };
var home = new Option<string>("--home") { Description = "Folder for the instrument's files.", Required = true };
var display = new Option<string?>("--display") { Description = "X display; without it, DISPLAY." };
var speed = new Option<double>("--speed") { Description = "How many times faster than a real arm.", DefaultValueFactory = _ => 1 };
var errorStep = new Option<int?>("--error-step") { Description = "The step that finds no liquid; 0 for none." };
var command = new RootCommand("Shows a simulated liquid handler in a window and starts its run.") { seed, size, home, display, speed, errorStep };
command.SetAction(async (arguments, cancellationToken) =>
{
    try
    {
        var (width, height) = PictureSize.Parse(arguments.GetValue(size)!);
        var window = new XWindow(arguments.GetValue(display), width, height, "LH-8 Workstation");
        using var instrument = new SimulatedInstrument(new InstrumentOptions
        {
            Seed = arguments.GetValue(seed),
            Width = width,
            Height = height,
            HomeDirectory = arguments.GetValue(home)!,
            Speed = arguments.GetValue(speed),
            ErrorStep = arguments.GetValue(errorStep),
        });
        Console.WriteLine($"Instrument in {width}x{height}, files in {instrument.HomeDirectory}");
        instrument.Start();
        await new InstrumentWindow(instrument.Screen, window).RunAsync(cancellationToken);
        return 0;
    }
    catch (Exception problem) when (problem is DisplayGoneException or ArgumentException or IOException or UnauthorizedAccessException or DllNotFoundException)
    {
        await Console.Error.WriteLineAsync(problem.Message);
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();
