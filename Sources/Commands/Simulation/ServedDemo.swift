import Dashboard
import Foundation
import NcursesTerminal
import Router
import RouterService
import RunEvents
import RunLog
import Simulator

/// `rmtop demo --serve`: a real router on a real socket, a simulated trainer as its client, and the screen as another.
struct ServedDemo {
  let folder: String
  let scenario: Scenario
  let screen: ScreenOptions

  func run(_ trainer: SimulatedTrainer) throws {
    let client = SimulatedClient(trainer)
    let socket = folder + "/router"
    let log = folder + "/run.jsonl"
    let server: RouterServer
    let address: RouterAddress
    do {
      address = try RouterAddress(path: socket)
      server = try RouterServer(
        RouterServer.Settings(
          socket: socket, log: log, header: client.header, priors: PriorFolder.beside(log: log).loader,
          syncing: .never),
        clock: { WallClock.now }, check: { _ in nil }, say: { StandardError.write("rmtop: \($0)") })
    } catch let error as ServiceError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.cannotCreate, "\(error)")
    }
    defer { server.stop() }
    let stop = try makeWakePipe()
    let thread = BackgroundClient(client, router: address, stop: stop)
    thread.start()
    defer { thread.finish() }
    let session = Session(
      mode: .watch, sourceName: "demo of serve: \(scenario.rawValue)", control: .enabled,
      id: SessionIdentity.random().id, user: SessionIdentity.userName)
    try screen.run(
      DashboardModel(session: session, priors: PriorFolder.beside(log: log).loader),
      source: .router(address, follow: true), control: nil)
  }
}
